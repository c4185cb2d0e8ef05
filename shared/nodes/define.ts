import type { Ask, Bound, NodeKind, PossibleOutcome, Reply } from '../topology/kind.ts'
import {
  type ErrorControl,
  errorOutcome,
  inlineText,
  type JsonObject,
  type Outcome,
} from '../topology/payload.ts'

/** Types a kind against its own config and state, then hands it out as the table's type. */
export function defineKind<C, L>(kind: NodeKind<C, L>): NodeKind {
  return kind as unknown as NodeKind
}

/** The states' first version migrates from nothing; a later kind replaces this by its own. */
export function noMigration(kind: string): (local: unknown, from: number) => never {
  return (_local, from) => {
    throw new Error(`${kind}: no migration from state version ${from}`)
  }
}

/**
 * Abstract form of an error; its text is only a ref. Whether it happened matters only to what may happen once, and
 * then nobody asks whether it could be repeated.
 */
export function classifyError(effect: Ask, outcome: Outcome): Outcome {
  const { retryable, happened } = outcome.control as unknown as ErrorControl
  const unknown = effect.class === 'once' && happened !== 'no'
  return { ...outcome, control: unknown ? UNKNOWN : { ...UNKNOWN, retryable, happened: 'no' } }
}

const UNKNOWN = { code: 'error', retryable: false, happened: 'unknown' } satisfies JsonObject

/** How a fallible effect may fail: for good, worth another attempt, and with nobody knowing whether it happened. */
export function abstractErrors(effect: Ask): readonly PossibleOutcome[] {
  const error = { tag: 'error', refs: { error: 'opaque' }, fault: 'error' } as const
  const no = [false, true].map((retryable) => ({
    ...error,
    control: { ...UNKNOWN, retryable, happened: 'no' },
  }))
  return effect.class === 'once' ? [...no, { ...error, control: UNKNOWN }] : no
}

/** True when any ref that the effect was given is wrong. */
export function anyWrong(effect: Ask, facts: (ref: string) => { readonly wrong: boolean }): boolean {
  return refsOf(effect).some((ref) => facts(ref).wrong)
}

function refsOf(effect: Ask): readonly string[] {
  const refs: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value === 'string') refs.push(value)
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) collect(part)
  }
  collect(effect.payload)
  return refs
}

/** The reply to a request that was taken back: nobody hears it, but its client may go on. */
const TAKEN_BACK: Outcome = errorOutcome(
  { code: 'withdrawn', retryable: false, happened: 'no' },
  inlineText('It was taken back'),
)

/** What a resource holds of its clients, without one request; the reply says that it is let go of. */
export function letGo<T extends { readonly client: string; readonly tag: string }>(
  held: readonly T[],
  { client, tag }: { readonly client: string; readonly tag: string },
): { readonly left: readonly T[]; readonly reply: readonly Reply[] } {
  const left = held.filter((one) => one.client !== client || one.tag !== tag)
  return { left, reply: left.length === held.length ? [] : [{ client, tag, outcome: TAKEN_BACK }] }
}

/** The repository that a worker is joined to, if any. */
export function repositoryOf(bound: Bound<unknown>): Bound<unknown>['resources'][number] | null {
  return bound.resources.find((resource) => resource.kind === 'repo') ?? null
}

/** May the worker leave a changed tree? */
export function mayChange(bound: Bound<unknown>): boolean {
  const repository = repositoryOf(bound)
  return repository !== null && repository.access !== 'read'
}
