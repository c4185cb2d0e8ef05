import { inlineText, type Payload, type Ref } from '../../topology/payload.ts'
import type { Session } from '../session.ts'
import { countOf, type GateAnswer, type GateConfig, neededOf } from './config.ts'

/** The timer of a gate that has a deadline. */
export const DEADLINE = 'deadline'

/**
 * What one person has answered. Names are opaque refs: that nobody answers twice is the host's to see to, which knows
 * who asks it (`mayVote`); the explorer counts answers and knows no people.
 */
export interface Vote {
  readonly by: Ref
  readonly answer: GateAnswer
  /** The record of the decision: who, when, of which digest, with what comment. */
  readonly decision: Payload
  readonly feedback?: Payload
}

/** Fields that a question of an older Synod lacks are absent until something happens to it. */
export interface Asking {
  readonly phase: 'asking'
  readonly session: Session
  /** What is asked about, once a person has changed it. */
  readonly content?: Payload
  readonly votes?: readonly Vote[]
  /** Who may answer, once the question was handed on: a name, or null for anybody. */
  readonly holders?: readonly (Ref | null)[]
}

export type GateLocal = { readonly phase: 'idle' } | Asking

export function votesOf(local: Asking): readonly Vote[] {
  return local.votes ?? []
}

export function contentOf(local: Asking): Payload {
  return local.content ?? local.session.input
}

export function holdersOf(config: GateConfig, local: Asking): readonly (Ref | null)[] {
  if (local.holders !== undefined) return local.holders
  const { approvers } = config
  return typeof approvers === 'number'
    ? Array.from({ length: approvers }, () => null)
    : approvers.map((name) => inlineText(name))
}

export function hasVoted(local: Asking, by: Ref): boolean {
  return votesOf(local).some((vote) => vote.by === by)
}

/** Whether this person's answer counts: it is theirs to give, and they have not given it yet. */
export function mayVote(config: GateConfig, local: Asking, by: Ref): boolean {
  if (hasVoted(local, by)) return false
  const holders = holdersOf(config, local)
  const named = (one: Ref): boolean => holders.includes(one)
  if (named(by)) return true
  const anybody = holders.filter((holder) => holder === null).length
  return votesOf(local).filter((vote) => !named(vote.by)).length < anybody
}

/** Approved as soon as enough have approved; once that is out of reach, sent back if anybody wished so, else rejected. */
export function verdictOf(config: GateConfig, votes: readonly Vote[]): GateAnswer | null {
  const needed = neededOf(config)
  const yes = votes.filter((vote) => vote.answer === 'approve').length
  if (yes >= needed) return 'approve'
  if (countOf(config) - (votes.length - yes) >= needed) return null
  return votes.some((vote) => vote.answer === 'revise') ? 'revise' : 'reject'
}

/** "1 of 2" as a card says it: approvals so far, of those that are needed. */
export function tallyText(config: GateConfig, votes: readonly Vote[]): string {
  return `${votes.filter((vote) => vote.answer === 'approve').length} of ${neededOf(config)}`
}
