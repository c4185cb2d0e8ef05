import type { Analyses } from '../analyses.ts'
import { type Council, type Law, survivesSilent, survivesWrong } from './arithmetic.ts'
import { type Member, modesOf, type Shared, sharedBy } from './modes.ts'

/** One voter, approver or member, as a seat of the council. */
export interface Seat {
  readonly id: string
  readonly name: string
  /** Which of the parts that fail by themselves it belongs to. */
  readonly mode: number
}

/** What some have in common, and what comes of it. */
export interface Together extends Shared {
  readonly sentence: string
  /** It alone decides, or stops the council. */
  readonly grave: boolean
}

/** Who decides something together, in numbers: what the drawing asks for, and what it has. */
export interface QuorumView {
  readonly of: 'vote' | 'gate' | 'group'
  /** In one line: "3 of 5 decide; survives 2 silent, 1 wrong". */
  readonly summary: string
  /** Those that fail together stand side by side. */
  readonly seats: readonly Seat[]
  /** n: votes, groups counted once. */
  readonly votes: number
  /** q: how many decide; null where nothing is decided. */
  readonly needed: number | null
  /** How many fail apart: the n that counts. */
  readonly apart: number
  readonly rule: string
  readonly faults: string
  /** f: the faults that the drawing says it survives; null where it says nothing. */
  readonly asked: number | null
  /** The f that it does survive; -1: not even without a fault. Null where the word means nothing. */
  readonly silent: number | null
  readonly wrong: number | null
  readonly together: readonly Together[]
  readonly laws: readonly Law[]
}

/** The parts that fail by themselves, and who sits where. */
export interface Seating {
  readonly seats: readonly Seat[]
  readonly modes: readonly (readonly string[])[]
  readonly shared: readonly Shared[]
}

export function seatingOf(
  analyses: Analyses,
  members: readonly Member[],
  nameOf: (id: string) => string,
): Seating {
  const shared = sharedBy(analyses, members)
  const modes = modesOf(members, shared)
  const seats = modes.flatMap((mode, at) => mode.map((id): Seat => ({ id, name: nameOf(id), mode: at })))
  return { seats, modes, shared }
}

export function councilOf(
  votes: number,
  needed: number,
  modes: readonly (readonly string[])[],
  votesIn: (ids: readonly string[]) => number,
): Council {
  return { votes, needed, weights: modes.map(votesIn).sort((a, b) => b - a) }
}

/** "3 of 5 decide; survives 2 silent, 0 wrong" */
export function summaryOf(council: Council): string {
  const { votes, needed } = council
  const [silent, wrong] = [survivesSilent(council), survivesWrong(council)]
  const quorum = `${needed} of ${votes} ${needed === 1 ? 'decides' : 'decide'}`
  if (silent < 0) return `${quorum}: never reached`
  if (wrong < 0) return `${quorum}: two answers may both win`
  return `${quorum}; survives ${silent} silent, ${wrong} wrong`
}
