import { type Cell, initialState } from '../../kernel/cells.ts'
import type { Plan } from '../../topology/plan.ts'
import { splitTerm } from '../../topology/properties.ts'
import { placeAt } from '../../trace/words.ts'
import type { MonitorEvent } from '../topology/monitor.ts'
import { type Word, wordsOf } from './vocabulary.ts'

/** A term of a property, found in the drawing. */
export interface Term {
  /** As the file has it: `deploy.started`. */
  readonly text: string
  readonly element: string
  readonly word: Word
  /** "Deploy takes something up". */
  readonly says: string
  /** A state that the run begins in. */
  readonly initial: boolean
  /** The drawing has no such element. */
  readonly absent?: true
}

/** The term, or what is wrong with it and what was expected. */
export function findTerm(plan: Plan, text: string): Term | string {
  const { element, word: wanted } = splitTerm(text)
  const words = wordsOf(plan, element)
  if (words.length === 0) return nothingAt(plan, element)
  const word = words.find((one) => one.word === wanted)
  if (word === undefined)
    return `"${element}" has no "${wanted}"; expected one of ${words.map((one) => one.word).join(', ')}`
  const initial = word.type === 'state' && word.holds(initialState(plan)[word.at] as Cell)
  return { text, element, word, says: `${nameOf(plan, element)} ${word.says}`, initial }
}

/**
 * What has to come first and is not in the drawing any more can never have been: whoever takes a gate out is told what
 * it stood in front of, and not that the property is wrong.
 */
export function absentTerm(plan: Plan, text: string): Term | null {
  const { element, word } = splitTerm(text)
  if (element === 'run' || plan.byId.has(element)) return null
  const never: Word = { type: 'event', word, says: '', times: () => 0 }
  return {
    text,
    element,
    word: never,
    says: `"${text}", which the drawing does not have`,
    initial: false,
    absent: true,
  }
}

function nothingAt(plan: Plan, element: string): string {
  const known = plan.components[plan.byId.get(element) ?? -1]
  if (known !== undefined) return `"${element}" is a ${known.type}; expected the id of a node or an edge`
  const inside = plan.components.find(({ id }) => id.endsWith(`/${element}`))
  const hint = inside === undefined ? '' : `; inside a topology it is called by its path, "${inside.id}"`
  return `there is no node or edge "${element}"${hint}`
}

function nameOf(plan: Plan, element: string): string {
  return plan.byId.has(element) ? placeAt(plan, element) : 'The run'
}

/** How often it happens in one step; a state happens when it comes to hold. */
export function timesIn({ word }: Term, event: MonitorEvent): number {
  if (word.type === 'event') return word.times(event)
  const change = changeOf(word, event)
  return change?.after === true && !change.before ? 1 : 0
}

/** What a state is after a step; null where the step leaves it as it was. */
export function stateAfter({ word }: Term, event: MonitorEvent): boolean | null {
  const change = word.type === 'state' ? changeOf(word, event) : null
  return change === null || change.before === change.after ? null : change.after
}

function changeOf(
  word: Extract<Word, { readonly type: 'state' }>,
  event: MonitorEvent,
): { readonly before: boolean; readonly after: boolean } | null {
  if (event.type !== 'kernel') return null
  const changed = event.transition.changed.find(([component]) => component === word.at)
  if (changed === undefined) return null
  return { before: word.holds(event.before(word.at)), after: word.holds(changed[1]) }
}

export function touches(term: Term, event: MonitorEvent): boolean {
  return timesIn(term, event) > 0 || stateAfter(term, event) !== null
}
