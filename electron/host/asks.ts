import type { AllowedCall } from '../../shared/api/audit.ts'
import {
  type AskSummary,
  type AskView,
  HostError,
  type Params,
  type RecordedTransition,
} from '../../shared/api/contract.ts'
import type { Resolution } from '../../shared/kernel/transition.ts'
import { DEADLINE } from '../../shared/nodes/gate/tally.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import { inlineText, type Outcome, type Payload } from '../../shared/topology/payload.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { AuditNote, EffectCall, Journal, RunFolders, RunRecord } from '../drivers/seams.ts'
import { AllowedCalls } from './allowed-calls.ts'
import { answersTo, type Given, gateOutcome, mustBeShown } from './ask-answers.ts'
import { editedPayload } from './ask-edit.ts'
import { AskFinder, type FoundAsk } from './ask-find.ts'
import { type AskEnd, askTypeOf } from './ask-history.ts'
import { type AskContent, doubtContent, gateContent, gateQuestion } from './ask-view.ts'
import { auditNotes } from './audit-notes.ts'
import { callOutcome, questionOutcome } from './call-answers.ts'
import { callContent, callKey, editedCall, questionContent } from './call-view.ts'
import { type Decision, putDecision } from './decision.ts'
import { doubtCause } from './doubt-cause.ts'
import type { OpenAsk } from './open-asks.ts'
import { type Person, personOf } from './people.ts'
import type { Runs } from './runs.ts'

/** So many others may answer a question between two looks at it. */
const MOST_TRIES = 50

/** Questions to people: what is shown, and answers that hold for exactly that. */
export class Asks {
  private readonly runs: Runs
  private readonly journal: Journal
  private readonly finder: AskFinder
  private readonly now: () => number
  /** What a gate's question reads; it never changes, since its message does not. */
  private readonly questions = new WeakMap<Ask, string>()
  /** What people have just said of effects in doubt, by run and effect, until it is kept. */
  private readonly doubts = new Map<string, Decision>()
  /** Calls that nothing stands in for, by run and effect: each is shown once that is known. */
  private readonly asking = new Set<string>()
  private readonly dormant: boolean
  readonly allowed: AllowedCalls

  constructor(
    runs: Runs,
    journal: Journal,
    foldersOf: (record: RunRecord) => RunFolders,
    now: () => number,
    dormant = false,
  ) {
    this.dormant = dormant
    this.runs = runs
    this.journal = journal
    this.finder = new AskFinder(runs, journal, foldersOf)
    this.now = now
    this.allowed = new AllowedCalls(journal)
  }

  /** Questions to people, oldest first, each as it reads with its message filled in. */
  async inbox(): Promise<AskSummary[]> {
    const open = this.runs.inbox().filter(({ summary: { type, run, ask } }) => {
      // At rest nothing stands in for people, and all that waits is shown.
      return type !== 'tool' || this.dormant || this.asking.has(`${run}/${ask}`)
    })
    const asks = await Promise.all(open.map((ask) => this.summaryOf(ask)))
    return asks.sort((a, b) => a.askedAt - b.askedAt)
  }

  async view(run: string, ask: string): Promise<AskView> {
    const found = this.finder.find(run, ask)
    return this.viewOf(run, found, await contentOf(found))
  }

  /** What an edit would make of a question. */
  async preview({ run, ask, edit }: Params<'ask.preview'>): Promise<AskView> {
    const found = this.finder.find(run, ask)
    if (!answersTo(found).includes('edit')) throw notAnswer('edit', found)
    const { context } = found
    if (found.type === 'tool')
      return this.viewOf(run, found, await callContent((await editedCall(context, edit)).context))
    const edited = editedPayload(context.ask.payload['in'] as Payload, edit, this.journal.payloads)
    const made = await gateContent({ ...context, ask: { ...context.ask, payload: { in: edited } } })
    return this.viewOf(run, found, made)
  }

  /**
   * Takes an answer. Where somebody else's came first, it is looked at again: several people may answer one gate at the
   * same instant, and each answer counts if what is asked then is still what was shown.
   */
  async decide(params: Params<'ask.decide'>): Promise<void> {
    const person = personOf(params.as)
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const found = this.finder.find(params.run, params.ask)
      const live = this.runs.live(params.run)
      if (live === null || found.end !== null) throw answeredAlready(found)
      if (!answersTo(found).includes(params.answer)) throw notAnswer(params.answer, found)
      // Somebody else's answer is just being kept: it is looked at again once it is.
      if (found.type === 'gate' && found.gate === null) {
        await live.settled()
        continue
      }
      const content = await contentOf(found)
      const taken =
        found.type === 'doubt'
          ? await this.decideDoubt(live, found, content, params, person)
          : await live.answer(found.id, await outcomeOf({ found, content, person, at: this.now() }, params))
      if (!taken) {
        await live.settled()
        continue
      }
      this.asking.delete(`${params.run}/${found.id}`)
      if (params.answer === 'always') await this.allow(found, content, person, params.comment)
      return
    }
    throw answeredAlready(this.finder.find(params.run, params.ask))
  }

  /**
   * Who answers when no person is asked: a call that is always allowed answers itself, and a policy (`--approve auto` or
   * `deny`) stands in for people. Null when a person is asked.
   */
  async standIn(call: EffectCall): Promise<Outcome | null> {
    const { approve } = call.settings
    const isTool = askTypeOf(call) === 'tool'
    if (approve === 'ask' && !isTool) return null
    const found = this.finder.find(call.run, call.effect)
    if (isTool) {
      const allowed = await this.allowedOf(found)
      const comment = 'always allowed'
      if (allowed !== null)
        return this.standInOutcome(found, 'approve', { by: allowed.by, account: '' }, comment)
    }
    if (approve === 'ask') {
      this.asking.add(`${call.run}/${call.effect}`)
      this.runs.inboxChanged.emit()
      return null
    }
    const policy = { by: 'policy', account: '' }
    const yes = approve === 'auto' && found.type !== 'question'
    return this.standInOutcome(found, yes ? 'approve' : 'reject', policy, `--approve ${approve}`)
  }

  private async standInOutcome(
    found: FoundAsk,
    answer: 'approve' | 'reject',
    person: Person,
    comment: string,
  ): Promise<Outcome> {
    const given = { found, content: await contentOf(found), person, at: this.now() }
    const { digest, question } = given.content
    const params = { run: found.context.run, ask: found.id, answer, shown: digest, comment }
    if (found.type !== 'gate') return outcomeOf(given, params)
    const decision = putDecision(
      { decision: answer, ...person, comment, at: given.at, digest, question },
      this.journal.payloads,
    )
    return { tag: answer, control: {}, refs: { decision, by: inlineText(person.by) } }
  }

  /** The entries of the audit trail that belong to these transitions. */
  auditNotes(record: RunRecord, transitions: readonly RecordedTransition[]): readonly AuditNote[] {
    return auditNotes(record.run, this.runs.plan(record), transitions, {
      payloads: this.journal.payloads,
      doubt: (effect) => this.doubts.get(`${record.run}/${effect}`) ?? null,
    })
  }

  private pathOf(run: string): string {
    return this.runs.stored(run)?.record.path ?? ''
  }

  private async allowedOf({ context }: FoundAsk): Promise<AllowedCall | null> {
    const known = await callKey(context, this.pathOf(context.run)).catch(() => null)
    return known === null ? null : this.allowed.of(known.key)
  }

  private async allow(
    { context, id }: FoundAsk,
    { digest }: AskContent,
    person: Person,
    comment: string,
  ): Promise<void> {
    const path = this.pathOf(context.run)
    const { key, argv } = await callKey(context, path)
    const call = { key, path, node: context.actor.id, tool: String(context.ask.control['tool']) }
    await this.allowed.add(
      { ...call, argv: [...argv], by: person.by, at: this.now() },
      { account: person.account, run: context.run, ask: id, shown: digest, comment },
    )
  }

  private async decideDoubt(
    live: LiveRun,
    found: FoundAsk,
    { digest, question }: AskContent,
    { answer, shown, comment }: Params<'ask.decide'>,
    person: Person,
  ): Promise<boolean> {
    mustBeShown(shown, [digest])
    const key = `${found.context.run}/${found.id}`
    this.doubts.set(key, { decision: answer, ...person, comment, at: this.now(), digest, question })
    try {
      return await live.resolveDoubt(found.id, this.resolution(answer, person.by, comment)).catch(stillAlive)
    } finally {
      this.doubts.delete(key)
    }
  }

  private async summaryOf(open: OpenAsk): Promise<AskSummary> {
    const { live, component, summary } = open
    const { name, askedAt } = this.finder.firstOf(live, component, summary.ask, summary.askedAt)
    return { ...summary, ask: name, askedAt, question: await this.questionOf(open) }
  }

  private async questionOf(open: OpenAsk): Promise<string> {
    const { type, question } = open.summary
    if (type !== 'question' && !question.includes('{{')) return question
    const known = this.questions.get(open.ask)
    if (known !== undefined) return known
    const context = this.finder.contextOf(open)
    const text =
      type === 'question'
        ? questionContent(context).question
        : await gateQuestion(context).catch(() => question)
    this.questions.set(open.ask, text)
    return text
  }

  private viewOf(run: string, found: FoundAsk, content: AskContent): AskView {
    const { context, type, id, name, askedAt, votes, end, deadline, tally } = found
    const node = { node: context.actor.id, nodeName: context.actor.name }
    return {
      ...{ run, runName: context.plan.name, ask: name, ...node, type, askedAt },
      ...content,
      ...{ answers: answersTo(found), votes, deadline, tally },
      probe: type === 'doubt' ? (this.runs.live(run)?.probeEvidence(id) ?? null) : null,
      ...(type === 'doubt' ? causeOf(doubtCause(this.runs, this.journal, run, id)) : {}),
      decision: end,
    }
  }

  private resolution(answer: string, by: string, comment: string): Resolution {
    if (answer === 'not-happened') return { type: 'not-happened' }
    if (answer === 'failed') return { type: 'failed', error: comment === '' ? `Given up by ${by}` : comment }
    const value = { established: 'a person said that it happened', by, comment, at: this.now() }
    const result = this.journal.payloads.put(value)
    return { type: 'happened', outcome: { tag: 'ok', control: { exit: 0 }, refs: { result, log: result } } }
  }
}

async function contentOf({ type, context }: FoundAsk): Promise<AskContent> {
  switch (type) {
    case 'gate':
      return gateContent(context)
    case 'doubt':
      return doubtContent(context)
    case 'tool':
      return callContent(context)
    case 'question':
      return questionContent(context)
  }
}

async function outcomeOf(given: Given, params: Params<'ask.decide'>): Promise<Outcome> {
  switch (given.found.type) {
    case 'tool':
      return callOutcome(given, params)
    case 'question':
      return questionOutcome(given, params)
    default:
      return gateOutcome(given, params)
  }
}

function causeOf(cause: string | null): Pick<AskView, 'cause'> {
  return cause === null ? {} : { cause }
}

function stillAlive(error: Error): never {
  throw new HostError({
    code: 'conflict',
    message: `It may still happen: ${error.message}. End them, then answer again`,
  })
}

function notAnswer(answer: string, found: FoundAsk): HostError {
  const words = answersTo(found).join(', ')
  const unwired = answer === 'revise' && found.type === 'gate'
  const why = unwired ? ': nothing is wired to the port "revise"' : ''
  return new HostError({
    code: 'bad-input',
    message: `"${answer}" is no answer to this question${why}; there are ${words}`,
  })
}

const ENDS: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  revise: 'sent back',
}

function answeredAlready({ context, end }: FoundAsk): HostError {
  const name = `"${context.actor.name}"`
  return new HostError({ code: 'conflict', message: closedText(name, end) })
}

function closedText(name: string, end: AskEnd | null): string {
  if (end === null) return `${name} asks nothing any more: its run has ended`
  if (end.by === DEADLINE)
    return `${name} was ${ENDS[end.answer] ?? end.answer} by default at ${new Date(end.at).toISOString()}, when its time was up: this answer comes too late`
  return `${name} has been answered already: ${end.answer}${end.by === '' ? '' : ` by ${end.by}`}`
}
