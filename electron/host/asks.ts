import { userInfo } from 'node:os'
import {
  type AskSummary,
  type AskView,
  HostError,
  type Params,
  type RecordedTransition,
} from '../../shared/api/contract.ts'
import type { Resolution } from '../../shared/kernel/transition.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import type { Json, Outcome, Ref } from '../../shared/topology/payload.ts'
import { actorAt } from '../../shared/topology/plan.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { EffectCall, Journal, RunFolders, RunRecord } from '../drivers/seams.ts'
import { type AskContent, type AskContext, doubtContent, gateContent, gateQuestion } from './ask-view.ts'
import type { Runs } from './runs.ts'

/** Questions to people: what is shown, and answers that hold for exactly that. */
export class Asks {
  private readonly runs: Runs
  private readonly journal: Journal
  private readonly foldersOf: (record: RunRecord) => RunFolders
  private readonly now: () => number
  /** What a gate's question reads; it never changes, since its message does not. */
  private readonly questions = new Map<string, string>()

  constructor(runs: Runs, journal: Journal, foldersOf: (record: RunRecord) => RunFolders, now: () => number) {
    this.runs = runs
    this.journal = journal
    this.foldersOf = foldersOf
    this.now = now
  }

  /** Questions to people, oldest first, each as it reads with its message filled in. */
  async inbox(): Promise<AskSummary[]> {
    return Promise.all(
      this.runs.inbox().map(async (ask) => ({ ...ask, question: await this.questionOf(ask) })),
    )
  }

  async view(run: string, ask: string): Promise<AskView> {
    const found = this.find(run, ask)
    const { context, type, id } = found
    const content = await contentOf(found)
    const live = this.runs.live(run)
    return {
      run,
      runName: context.plan.name,
      ask: id,
      node: context.actor.id,
      nodeName: context.actor.name,
      type,
      askedAt: found.askedAt,
      ...content,
      probe: type === 'doubt' ? (live?.probeEvidence(id) ?? null) : null,
      decision: found.decision,
    }
  }

  async decide({ run, ask, answer, shown, comment }: Params<'ask.decide'>): Promise<void> {
    const live = this.runs.live(run)
    const found = this.find(run, ask)
    if (live === null || found.decision !== null) {
      throw new HostError({
        code: 'conflict',
        message: `"${found.context.actor.name}" has been answered already${decided(found.decision)}`,
      })
    }
    const content = await contentOf(found)
    if (content.digest !== shown) {
      throw new HostError({
        code: 'stale',
        message: `This answer is for ${shortDigest(shown)}, but what is asked now is ${shortDigest(content.digest)}: look again, then decide`,
      })
    }
    const gate = answer === 'approve' || answer === 'reject'
    if (gate !== (found.type === 'gate')) {
      const words = found.type === 'gate' ? 'approve or reject' : 'happened, not-happened or failed'
      throw new HostError({
        code: 'bad-input',
        message: `"${answer}" is no answer to this question: ${words}`,
      })
    }
    const by = userInfo().username
    const accepted = gate
      ? await live.answer(found.id, this.decision(answer, by, comment, content))
      : await live.resolveDoubt(found.id, this.resolution(answer, by, comment)).catch(stillAlive)
    if (!accepted)
      throw new HostError({
        code: 'conflict',
        message: `"${found.context.actor.name}" has been answered already`,
      })
  }

  /** The answer of a policy (`--approve auto` or `deny`) instead of a person. */
  async policyDecision(call: EffectCall, answer: 'approve' | 'reject'): Promise<Outcome> {
    const { context } = this.find(call.run, call.effect)
    return this.decision(
      answer,
      'policy',
      `--approve ${answer === 'approve' ? 'auto' : 'deny'}`,
      await gateContent(context),
    )
  }

  private async questionOf({ run, ask, type, question }: AskSummary): Promise<string> {
    if (type === 'doubt' || !question.includes('{{')) return question
    const key = `${run}/${ask}`
    const known = this.questions.get(key)
    if (known !== undefined) return known
    const text = await gateQuestion(this.find(run, ask).context).catch(() => question)
    this.questions.set(key, text)
    return text
  }

  private decision(answer: 'approve' | 'reject', by: string, comment: string, content: AskContent): Outcome {
    const value = {
      decision: answer,
      by,
      comment,
      at: this.now(),
      digest: content.digest,
      question: content.question,
    }
    return { tag: answer, control: {}, refs: { decision: this.journal.payloads.put(value) } }
  }

  private resolution(answer: string, by: string, comment: string): Resolution {
    if (answer === 'not-happened') return { type: 'not-happened' }
    if (answer === 'failed') return { type: 'failed', error: comment === '' ? `Given up by ${by}` : comment }
    const value = { established: 'a person said that it happened', by, comment, at: this.now() }
    const result = this.journal.payloads.put(value)
    return { type: 'happened', outcome: { tag: 'ok', control: { exit: 0 }, refs: { result, log: result } } }
  }

  /** An ask by its effect's id, or by its node while that has one open ask. */
  private find(run: string, ask: string): FoundAsk {
    const stored = this.runs.stored(run)
    if (stored === null) throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
    const plan = this.runs.plan(stored.record)
    const folders = this.foldersOf(stored.record)
    const base = { plan, journal: this.journal, run, folders }
    const live = this.runs.live(run)
    const open = live === null ? undefined : openAsk(live, ask)
    if (open !== undefined) {
      const { component, effect, id } = open
      const context = { ...base, actor: actorAt(plan, component), ask: effect.ask }
      const askedAt = live?.core.book.openSince(component, effect.ask.tag) ?? stored.record.startedAt
      return { context, id, type: effect.status === 'doubt' ? 'doubt' : 'gate', askedAt, decision: null }
    }
    const closed = this.closed(run, ask)
    if (closed === null)
      throw new HostError({ code: 'not-found', message: `Run ${run} asks nothing by the name "${ask}"` })
    const context = { ...base, actor: actorAt(plan, closed.component), ask: closed.ask }
    return { context, id: closed.id, type: closed.type, askedAt: closed.askedAt, decision: closed.decision }
  }

  /** An ask that has been answered, from the journal. */
  private closed(run: string, wanted: string): ClosedAsk | null {
    const asked = new Map<string, { component: number; ask: Ask; askedAt: number }>()
    let found: ClosedAsk | null = null
    for (const { transition, identity } of this.transitions(run)) {
      const { input } = transition
      transition.asked.forEach(({ ask }, at) => {
        asked.set(identity.asked[at] ?? '', { component: input.component, ask, askedAt: identity.at })
      })
      if ((input.type !== 'settle' && input.type !== 'resolve') || identity.effect === undefined) continue
      const known = asked.get(identity.effect)
      if (known === undefined) continue
      const byNode =
        this.runs.plan((this.runs.stored(run) as { record: RunRecord }).record).components[known.component]
          ?.id === wanted
      if (identity.effect !== wanted && !(byNode && known.ask.kind === 'human.ask')) continue
      const type = input.type === 'resolve' ? 'doubt' : 'gate'
      found = { ...known, id: identity.effect, type, decision: this.decisionOf(input, identity.at) }
    }
    return found
  }

  private *transitions(run: string): Iterable<RecordedTransition> {
    for (
      let after = 0, page = this.journal.transitionsAfter(run, 0, 500);
      page.length > 0;
      page = this.journal.transitionsAfter(run, after, 500)
    ) {
      yield* page
      after = page.at(-1)?.identity.seq ?? after
    }
  }

  private decisionOf(input: RecordedTransition['transition']['input'], at: number): AskView['decision'] {
    if (input.type === 'resolve') return { answer: input.answer.type, by: '', comment: '', at }
    const ref = input.type === 'settle' ? input.outcome.refs['decision'] : undefined
    const value =
      typeof ref === 'string'
        ? (this.journal.payloads.get(ref as Ref) as { readonly [key: string]: Json })
        : {}
    return {
      answer: String(value['decision'] ?? ''),
      by: String(value['by'] ?? ''),
      comment: String(value['comment'] ?? ''),
      at,
    }
  }
}

interface FoundAsk {
  readonly context: AskContext
  readonly id: string
  readonly type: 'gate' | 'doubt'
  readonly askedAt: number
  readonly decision: AskView['decision']
}

interface ClosedAsk {
  readonly component: number
  readonly ask: Ask
  readonly askedAt: number
  readonly id: string
  readonly type: 'gate' | 'doubt'
  readonly decision: AskView['decision']
}

function contentOf({ type, context }: FoundAsk): Promise<AskContent> {
  return type === 'gate' ? gateContent(context) : doubtContent(context)
}

function openAsk(
  live: LiveRun,
  wanted: string,
): ReturnType<LiveRun['core']['openEffects']>[number] | undefined {
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

function stillAlive(error: Error): never {
  throw new HostError({
    code: 'conflict',
    message: `It may still happen: ${error.message}. End them, then answer again`,
  })
}

function decided(decision: AskView['decision']): string {
  return decision === null ? '' : `: ${decision.answer}${decision.by === '' ? '' : ` by ${decision.by}`}`
}

function shortDigest(digest: string): string {
  return digest.length > 12 ? `${digest.slice(0, 12)}…` : digest || 'nothing'
}
