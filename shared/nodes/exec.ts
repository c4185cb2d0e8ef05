import { z } from 'zod'
import type { FormField } from '../topology/form.ts'
import type { Ask, Bound, EffectClass, Facts, PossibleOutcome } from '../topology/kind.ts'
import type { JsonObject, Outcome } from '../topology/payload.ts'
import { BRINGS_FIELD, bringsSchema } from './brings.ts'
import { abstractErrors, anyWrong, classifyError, repositoryOf } from './define.ts'

/** What is run and what it may touch; shared by commands, verifiers and the tools of agents. */
export const execSchema = {
  /** Argument array; `{{…}}` in an item is filled in from the message. No shell reads it. */
  run: z.array(z.string().min(1)).min(1),
  /** `auto`: idempotent in a worktree, whose tree is restored before another attempt; elsewhere `once`. */
  class: z.enum(['auto', 'pure', 'idempotent', 'once']).default('auto'),
  /** Folders outside the worktree that it may write, with `{{…}}`. */
  writes: z.array(z.string()).default([]),
  /** Hosts that it may reach; none by default. */
  network: z.array(z.string()).default([]),
  brings: bringsSchema,
}

/** A command as a person names it: the script without its interpreter and folders, then its first arguments. */
export function commandCaption(run: readonly string[]): string {
  // Without a script its options say nothing alone.
  const interpreted = /^[^-]/.test(run[1] ?? '') && /^(node|python3?|sh|bash|deno|bun)$/.test(run[0] ?? '')
  return run
    .slice(interpreted ? 1 : 0)
    .map((item) => (item.includes('/') ? item.slice(item.lastIndexOf('/') + 1) : item))
    .map((item) => item.replaceAll(/\{\{\s*(?:in\.)?([^}]*?)\s*\}\}/g, '$1'))
    .join(' ')
}

/** In an exec's `control`: the tree that the process leaves is kept for the session's next effect. */
export const CAPTURE = 'capture'

export function classOf(bound: Bound<unknown>, drawn: 'auto' | EffectClass): EffectClass {
  if (drawn !== 'auto') return drawn
  return repositoryOf(bound) === null ? 'once' : 'idempotent'
}

export const EXEC_FIELDS: readonly FormField[] = [
  {
    type: 'list',
    key: 'run',
    label: 'Command',
    item: 'argument',
    hint: 'One argument a row; {{in.…}} is filled in from the message',
  },
  {
    type: 'choice',
    key: 'class',
    label: 'If it is not known whether it ran',
    options: [
      { value: 'auto', label: 'Automatic: run again in a worktree, elsewhere ask' },
      { value: 'pure', label: 'Pure: changes nothing, run again' },
      { value: 'idempotent', label: 'Idempotent: run again, twice is as good as once' },
      { value: 'once', label: 'Once: never run again without knowing' },
    ],
  },
  { type: 'list', key: 'writes', label: 'May write', item: 'folder', hint: 'Besides its worktree' },
  { type: 'list', key: 'network', label: 'May reach', item: 'host', hint: 'None: no network' },
  BRINGS_FIELD,
]

/** What a process may answer: it ended well or not. Tags: `ok`, `exit` (it ran and said no), `error` (it could not run). */
export function execOutcomes(effect: Ask, facts: Facts, sound: boolean): readonly PossibleOutcome[] {
  const wrong = anyWrong(effect, facts)
  const tree = treeAfter(effect)
  const ok: PossibleOutcome = {
    tag: 'ok',
    control: { exit: 0 },
    refs: { result: 'keyed', log: 'opaque', ...tree },
    wrong,
    fault: null,
  }
  const exit: PossibleOutcome = {
    tag: 'exit',
    control: { exit: 1 },
    refs: { result: 'opaque', log: 'opaque', ...tree },
    fault: null,
  }
  // A sound verifier fails exactly what is wrong, within the property that it is sound for.
  if (sound) return [wrong ? exit : ok, ...abstractErrors(effect)]
  return [ok, exit, ...abstractErrors(effect)]
}

function treeAfter(effect: Ask): PossibleOutcome['refs'] {
  const tree = effect.payload['tree']
  if (tree === undefined) return {}
  return { tree: effect.control[CAPTURE] === true ? 'keyed' : { same: tree } }
}

/** Exit codes other than 0 are one class: the report tells them apart, not the state. */
export function classifyExec(effect: Ask, outcome: Outcome): Outcome {
  if (outcome.tag === 'error') return classifyError(effect, outcome)
  const control: JsonObject = { exit: outcome.tag === 'ok' ? 0 : 1 }
  return { ...outcome, control }
}
