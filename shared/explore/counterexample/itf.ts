import { type Cell, initialState, type RunState } from '../../kernel/cells.ts'
import { applyTransition } from '../../kernel/transition.ts'
import type { Plan } from '../../topology/plan.ts'
import type { Counterexample } from '../result.ts'

/** A value of the Informal Trace Format of Apalache (its ADR 015), which Quint and others read too. */
type ItfValue =
  | boolean
  | string
  | { readonly '#bigint': string }
  | { readonly '#tup': readonly ItfValue[] }
  | readonly ItfValue[]
  | { readonly [key: string]: ItfValue }

/** Quint's name for the action that led to a state. */
const ACTION = 'mbt::actionTaken'

/** A counterexample as ITF: the cells of the run after each step, by their names, and the step's own. */
export function itfTrace(plan: Plan, found: Counterexample): object {
  const names = variablesOf(plan)
  let state = initialState(plan)
  const states = found.steps.map(({ action, transitions }, index) => {
    state = transitions.reduce(applyTransition, state)
    return { '#meta': { index }, [ACTION]: action, ...cellsOf(state, names) }
  })
  return {
    '#meta': {
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      source: plan.name,
      description: found.sentence,
    },
    vars: [ACTION, ...names],
    states,
    ...(found.loop === undefined ? {} : { loop: found.loop }),
  }
}

/** Ids of components as names that TLA+ allows, in the plan's order. */
function variablesOf(plan: Plan): readonly string[] {
  const taken = new Set<string>()
  return plan.components.map(({ id, index }) => {
    const plain = id.replaceAll(/[^A-Za-z0-9_]/g, '_')
    const name = taken.has(plain) ? `${plain}_${index}` : plain
    taken.add(name)
    return name
  })
}

function cellsOf(state: RunState, names: readonly string[]): { readonly [name: string]: ItfValue } {
  return Object.fromEntries(names.map((name, at) => [name, itfValue(state[at] as Cell)]))
}

function itfValue(value: unknown): ItfValue {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value
    case 'number':
      return Number.isInteger(value) ? { '#bigint': String(value) } : String(value)
    case 'object': {
      if (value === null) return { tag: 'None', value: { '#tup': [] } }
      if (Array.isArray(value)) return value.map(itfValue)
      const entries = Object.entries(value).filter(([, one]) => one !== undefined)
      return Object.fromEntries(entries.map(([key, one]) => [fieldOf(key), itfValue(one)]))
    }
    default:
      return String(value)
  }
}

/** Names with a # are the format's own, and Quint takes a record with a tag for a variant. */
function fieldOf(key: string): string {
  return key.startsWith('#') || key === 'tag' ? `_${key.replace('#', '')}` : key
}
