import { type AskSummary, type AskType, type AskView, HostError } from '../../shared/api/contract.ts'
import type { GateConfig } from '../../shared/nodes/gate/config.ts'
import type { Asking } from '../../shared/nodes/gate/tally.ts'
import { votesOf } from '../../shared/nodes/gate/tally.ts'
import type { Payload } from '../../shared/topology/payload.ts'
import { actorAt, type Plan } from '../../shared/topology/plan.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { Journal, RunFolders, RunRecord } from '../drivers/seams.ts'
import { type AskEnd, type AskPast, askHistory, askTypeOf, pastOf } from './ask-history.ts'
import type { AskContext } from './ask-view.ts'
import { readDecision } from './decision.ts'
import { deadlineOf, gateOf, type OpenAsk, tallyOf } from './open-asks.ts'
import type { Runs } from './runs.ts'

/** A gate that waits, with what has been answered so far. */
export interface OpenGate {
  readonly config: GateConfig
  readonly local: Asking
}

export interface FoundAsk {
  readonly context: AskContext
  /** The effect that an answer settles. */
  readonly id: string
  /** The effect by which people know the question: the first that asked it. */
  readonly name: string
  readonly type: AskType
  readonly askedAt: number
  readonly end: AskEnd | null
  readonly votes: AskView['votes']
  /** Null when it is no gate, or does not wait any more. */
  readonly gate: OpenGate | null
  readonly deadline: AskSummary['deadline']
  readonly tally: AskSummary['tally']
}

/** Finds questions by the names that people have of them: an effect's id, or a node's while it asks one thing. */
export class AskFinder {
  private readonly runs: Runs
  private readonly journal: Journal
  private readonly foldersOf: (record: RunRecord) => RunFolders
  /** Of questions that were asked anew: the first effect, and since when. */
  private readonly firsts = new Map<string, Pick<FoundAsk, 'name' | 'askedAt'>>()

  constructor(runs: Runs, journal: Journal, foldersOf: (record: RunRecord) => RunFolders) {
    this.runs = runs
    this.journal = journal
    this.foldersOf = foldersOf
  }

  find(run: string, wanted: string): FoundAsk {
    const stored = this.runs.stored(run)
    if (stored === null) throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
    const plan = this.runs.plan(stored.record)
    const base = { plan, journal: this.journal, run, folders: this.foldersOf(stored.record) }
    const live = this.runs.live(run)
    const direct = live === null ? undefined : openAsk(live, wanted)
    if (live !== null && direct !== undefined) return this.open(live, direct, base)
    const past = pastOf(askHistory(this.journal, run, plan), plan, wanted)
    const anew = past === undefined || live === null ? undefined : openAsk(live, past.ids.at(-1) ?? '')
    if (live !== null && anew !== undefined) return this.open(live, anew, base)
    if (past === undefined)
      throw new HostError({ code: 'not-found', message: `Run ${run} asks nothing by the name "${wanted}"` })
    return this.closed(past, base)
  }

  /** What an open question is about. */
  contextOf({ live, component, ask }: OpenAsk): AskContext {
    const { plan } = live.core
    const { record } = live
    const base = { plan, journal: this.journal, run: record.run, folders: this.foldersOf(record) }
    return { ...base, actor: actorAt(plan, component), ask }
  }

  /** By which effect people know a question, and since when it waits. */
  firstOf(live: LiveRun, component: number, id: string, since: number): Pick<FoundAsk, 'name' | 'askedAt'> {
    const local = gateOf(live, component)?.local
    if (local?.votes === undefined && local?.content === undefined && local?.holders === undefined)
      return { name: id, askedAt: since }
    const { run } = live.record
    const key = `${run}/${id}`
    const known = this.firsts.get(key)
    if (known !== undefined) return known
    const past = pastOf(askHistory(this.journal, run, live.core.plan), live.core.plan, id)
    if (past === undefined) return { name: id, askedAt: since }
    const found = { name: past.ids[0] ?? id, askedAt: past.askedAt }
    this.firsts.set(key, found)
    return found
  }

  private open(live: LiveRun, { component, effect, id }: OpenEffect, base: Base): FoundAsk {
    const context = { ...base, actor: actorAt(base.plan, component), ask: effect.ask }
    const since = live.core.book.openSince(component, effect.ask.tag) ?? live.record.startedAt
    const gate = gateOf(live, component)
    const decisions = gate === null ? [] : votesOf(gate.local).map((vote) => vote.decision)
    return {
      ...{ context, id, ...this.firstOf(live, component, id, since) },
      type: effect.status === 'doubt' ? 'doubt' : askTypeOf(effect.ask),
      ...{ end: null, votes: this.votes(decisions), gate },
      ...{ deadline: deadlineOf(live, component), tally: tallyOf(live, component) },
    }
  }

  private closed(past: AskPast, base: Base): FoundAsk {
    const { component, ask, ids, type, askedAt, end, decisions } = past
    const context = { ...base, actor: actorAt(base.plan, component), ask }
    const id = ids.at(-1) ?? ''
    const votes = this.votes(decisions)
    const edited = votes.findLastIndex((vote) => vote.answer === 'edit')
    return {
      ...{ context, id, name: ids[0] ?? id, type, askedAt, end },
      ...{ votes: votes.slice(Math.max(0, edited)), gate: null, deadline: null, tally: null },
    }
  }

  private votes(decisions: readonly Payload[]): AskView['votes'] {
    return decisions
      .map((record) => readDecision(record, this.journal.payloads))
      .filter(({ answer }) => answer !== 'reassign')
      .map(({ by, answer, comment, at }) => ({ by, answer, comment, at }))
  }
}

type Base = Omit<AskContext, 'actor' | 'ask'> & { readonly plan: Plan }
type OpenEffect = ReturnType<LiveRun['core']['openEffects']>[number]

function openAsk(live: LiveRun, wanted: string): OpenEffect | undefined {
  const asks = live.core
    .openEffects()
    .filter(
      ({ effect }) =>
        effect.status === 'doubt' || (effect.ask.kind === 'human.ask' && effect.status === 'begun'),
    )
  return (
    asks.find(({ id }) => id === wanted) ??
    asks.find(({ component }) => live.core.plan.components[component]?.id === wanted)
  )
}
