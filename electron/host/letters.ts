import {
  type AskSummary,
  HostError,
  type Params,
  type RecordedTransition,
} from '../../shared/api/contract.ts'
import type { Letter } from '../../shared/api/letter.ts'
import { type ChannelCell, type DeadLetter, initialState, type RunState } from '../../shared/kernel/cells.ts'
import { fieldsOf, type Json, type Payload } from '../../shared/topology/payload.ts'
import { type ChannelPlan, channelAt, type Plan } from '../../shared/topology/plan.ts'
import { LetterLog, type LetterTrace } from '../../shared/trace/letters.ts'
import { drawnFrom, drawnTo, nameAt } from '../../shared/trace/words.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { AuditNote, Journal, RunRecord } from '../drivers/seams.ts'
import { resolvePayload } from '../effects/resolve.ts'
import { editableFields, editedPayload } from './ask-edit.ts'
import { digestOfValue } from './digest.ts'
import { type Person, personOf } from './people.ts'
import type { Runs } from './runs.ts'

const PAGE = 500

/** What a person has just said of a letter, until it is kept. */
interface Said extends Person {
  readonly letter: string
  readonly answer: 'resend' | 'discard'
  readonly comment: string
  /** New values, where they change something. */
  readonly edit: { readonly [field: string]: unknown } | null
}

/** Dead letters of runs: what lies there, and what people say of it. */
export class Letters {
  private readonly runs: Runs
  private readonly journal: Journal
  /** Follows each run that was asked about, from where it was read last. */
  private readonly logs = new Map<string, { readonly log: LetterLog; seq: number }>()
  /** In the order in which they are put into the run. */
  private readonly said = new Map<string, Said[]>()

  constructor(runs: Runs, journal: Journal) {
    this.runs = runs
    this.journal = journal
  }

  list(run: string): Letter[] {
    const { record, progress } = this.stored(run)
    const plan = this.runs.plan(record)
    // Most runs have none, and only those that have are read from their beginning.
    if (!this.stateOf(run, plan).some((cell) => cell.type === 'channel' && cell.dead !== undefined)) return []
    const log = this.logOf(run, plan)
    const open = progress.endedAt === null && this.runs.live(run) !== null
    return log
      .channels()
      .toSorted((a, b) => a - b)
      .flatMap((channel) => log.openOn(channel, Infinity))
      .map((one) => this.letterOf(run, plan, one, open))
  }

  /** Those that wait for a person, as questions. */
  inbox(): AskSummary[] {
    return this.runs.withLetters().flatMap(({ record }) =>
      this.list(record.run)
        .filter(({ reason }) => reason === 'failed')
        .map(({ run, letter, to, toName, at }) => ({
          ...{ run, runName: record.name, ask: letter, node: to, nodeName: toName, type: 'letter' as const },
          question: `"${toName}" could not deal with a message: send it again, changed or not, or drop it?`,
          ...{ askedAt: at, deadline: null, tally: null },
        })),
    )
  }

  async settle(params: Params<'letter.settle'>): Promise<void> {
    const { run, letter, answer, edit, comment, as } = params
    const { record } = this.stored(run)
    const live = this.runs.live(run)
    if (live === null)
      throw new HostError({ code: 'conflict', message: `Run ${run} has ended: nothing can be sent again` })
    const plan = this.runs.plan(record)
    const found = this.find(live, plan, letter)
    if (found === null) throw gone(run, letter)
    const name = nameOf(found.channel, found.dead)
    const payload = answer === 'resend' ? this.changed(found.dead.message.payload, edit ?? {}) : null
    const said: Said = {
      ...personOf(as),
      answer,
      comment,
      letter,
      edit: payload === null ? null : (edit ?? null),
    }
    const put = await live.settleLetter(() => {
      const now = this.find(live, plan, name)
      if (now === null) return null
      this.said.set(run, [...(this.said.get(run) ?? []), said])
      const place = { component: now.channel.to, channel: now.channel.index, place: now.place }
      return answer === 'resend' ? { type: 'resend', ...place, payload } : { type: 'discard', ...place }
    })
    if (!put) throw gone(run, letter)
  }

  /** The entries of the audit trail that belong to these transitions. */
  auditNotes(
    { run }: RunRecord,
    plan: Plan,
    transitions: readonly RecordedTransition[],
  ): readonly AuditNote[] {
    return transitions.flatMap(({ transition: { input }, identity }) => {
      if (input.type !== 'resend' && input.type !== 'discard') return []
      const said = this.said.get(run)?.shift()
      if (said === undefined) return []
      const { by, account, answer, comment, letter, edit } = said
      const { at } = identity
      const record = this.journal.payloads.put({
        decision: answer,
        by,
        account,
        comment,
        at,
        letter,
        edit: edit as Json,
      })
      const place = { run, ask: letter, node: plan.components[input.component]?.id ?? null, shown: null }
      return [{ ...place, at, type: 'letter' as const, by, account, answer, comment, record }]
    })
  }

  /** The payload with a person's values; null when they change nothing. */
  private changed(payload: Payload, edit: NonNullable<Params<'letter.settle'>['edit']>): Payload | null {
    const known = editableFields(payload, this.journal.payloads) ?? {}
    const same = Object.entries(edit).every(
      ([name, value]) => Object.hasOwn(known, name) && digestOfValue(value) === digestOfValue(known[name]),
    )
    return same ? null : editedPayload(payload, edit, this.journal.payloads)
  }

  /** A letter in a run's present state, by its name; an edge's name will do while it has one letter. */
  private find(live: LiveRun, plan: Plan, name: string): Found | null {
    const lying = plan.components.flatMap((component) => {
      if (component.type !== 'channel') return []
      const { dead = [] } = live.core.state[component.index] as ChannelCell
      return dead.map((one, place): Found => ({ channel: component, place, dead: one }))
    })
    const exact = lying.find(({ channel, dead }) => nameOf(channel, dead) === name)
    if (exact !== undefined) return exact
    const onEdge = lying.filter(({ channel }) => edgeOf(channel) === name)
    return onEdge.length === 1 ? (onEdge[0] ?? null) : null
  }

  private letterOf(
    run: string,
    plan: Plan,
    { channel: index, letter, exit, at }: LetterTrace,
    open: boolean,
  ): Letter {
    const channel = channelAt(plan, index)
    const { message, reason, error } = letter
    const content = editableFields(message.payload, this.journal.payloads) ?? {}
    const to = drawnTo(plan, channel.to)
    return {
      ...{ run, letter: nameOf(channel, letter), edge: edgeOf(channel), reason, at, open },
      from: nameAt(plan, drawnFrom(plan, channel.from)),
      to: plan.components[to]?.id ?? '',
      toName: nameAt(plan, to),
      error: error === null ? null : this.errorText(error, exit),
      attempt: message.attempt ?? 1,
      activation: message.activation,
      content,
      fixed: Object.keys(fieldsOf(message.payload)).filter((name) => !Object.hasOwn(content, name)),
    }
  }

  private errorText(error: Payload, exit: number | null): string {
    const fields = fieldsOf(error)
    const value = resolvePayload(fields['error'] ?? error, this.journal.payloads)
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value, null, 2)
    if (exit === null) return text
    return text === '' ? `Exit ${exit}` : `Exit ${exit}: ${text}`
  }

  private stateOf(run: string, plan: Plan): RunState {
    const live = this.runs.live(run)
    if (live !== null) return live.core.state
    const { snapshot, transitions } = this.journal.load(run)
    const state = [...(snapshot?.cells ?? initialState(plan))]
    for (const { transition } of transitions)
      for (const [component, cell] of transition.changed) state[component] = cell
    return state
  }

  private logOf(run: string, plan: Plan): LetterLog {
    const known = this.logs.get(run) ?? { log: new LetterLog(plan), seq: 0 }
    // A run that has ended has no news, and is seldom asked about.
    if (this.runs.live(run) === null) this.logs.delete(run)
    else this.logs.set(run, known)
    for (;;) {
      const page = this.journal.transitionsAfter(run, known.seq, PAGE)
      for (const record of page) known.log.add(record)
      known.seq = page.at(-1)?.identity.seq ?? known.seq
      if (page.length < PAGE) return known.log
    }
  }

  private stored(run: string): NonNullable<ReturnType<Runs['stored']>> {
    const stored = this.runs.stored(run)
    if (stored === null) throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
    return stored
  }
}

interface Found {
  readonly channel: ChannelPlan
  readonly place: number
  readonly dead: DeadLetter
}

/** A channel behind a contract is called by its edge. */
function edgeOf({ id }: ChannelPlan): string {
  return id.split('.')[0] ?? id
}

const SHORT = 10

function nameOf(channel: ChannelPlan, letter: DeadLetter): string {
  return `${edgeOf(channel)}:${digestOfValue([channel.id, letter]).slice(0, SHORT)}`
}

function gone(run: string, letter: string): HostError {
  return new HostError({
    code: 'conflict',
    message: `No dead letter "${letter}" lies in run ${run} now: look again by synod letters ${run}`,
  })
}
