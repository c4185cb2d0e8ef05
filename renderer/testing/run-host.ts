import type { HostClient } from '../../shared/api/client.ts'
import {
  type AskSummary,
  type AskView,
  HostError,
  type MethodName,
  type Params,
  type Result,
  type RunSummary,
  type SubscriptionName,
  type Subscriptions,
} from '../../shared/api/contract.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { type Clock, RunDriver, type Work } from '../../shared/trace/testing/driver.ts'
import { digestLike, PayloadShelf } from '../../shared/trace/testing/payload-shelf.ts'
import { type Script, teamScript } from '../../shared/trace/testing/script.ts'
import { planOf } from '../../shared/trace/testing/team.ts'
import { askViewOf, doubtViewOf } from './ask-view.ts'

/** One run of the stand-in host. */
interface HostedRun {
  readonly driver: RunDriver
  readonly text: string
  readonly input: Readonly<Record<string, unknown>>
  readonly asks: Map<string, { readonly work: Work; view: AskView }>
  /** Executions so far by node and tag. */
  readonly turns: Map<string, number>
  stale: boolean
  summary: RunSummary
}

export interface RunHostOptions {
  readonly clock: Clock
  readonly script?: Script
  /** Answers `untrusted` until a run is started with the trust list's digest. */
  readonly untrusted?: boolean
}

type Answers = { readonly [M in MethodName]?: (params: Params<M>) => Result<M> | Promise<Result<M>> }

/**
 * A host inside the page, for previews and tests: the real kernel over scripted effects, and nothing on disk. What the
 * page asks beyond runs is answered with `unavailable`.
 */
export class RunHost implements HostClient {
  private readonly runs = new Map<string, HostedRun>()
  private readonly shelf = new PayloadShelf()
  private readonly followers = new Set<{ topic: SubscriptionName; run: string | null; send: () => void }>()
  private readonly clock: Clock
  private readonly script: Script
  private trusted: boolean

  constructor(options: RunHostOptions) {
    this.clock = options.clock
    this.script = options.script ?? teamScript()
    this.trusted = options.untrusted !== true
  }

  async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
    await Promise.resolve()
    const answer = (this.answers as Answers)[method]
    if (answer === undefined) throw refusal('unavailable', `${method} is not part of this preview`)
    return (answer as (params: Params<M>) => Result<M>)(params)
  }

  follow<S extends SubscriptionName>(
    topic: S,
    params: Subscriptions[S]['params'],
    listener: (events: readonly Subscriptions[S]['event'][]) => void | Promise<void>,
  ): () => void {
    const run = 'run' in params ? params.run : null
    let after = 'after' in params ? params.after : 0
    let busy = false
    let again = false
    const send = async (): Promise<void> => {
      again = busy
      if (busy) return
      const events = this.eventsOf(topic, run, after)
      if (events.length === 0) return
      after += events.length
      busy = true
      await listener(events as readonly Subscriptions[S]['event'][])
      busy = false
      if (again && this.followers.has(follower)) await send()
    }
    const follower = { topic, run, send: () => void Promise.resolve().then(send) }
    this.followers.add(follower)
    follower.send()
    return () => this.followers.delete(follower)
  }

  onClose(): void {}

  close(): void {}

  /** Starts a run without a page, so that a preview has something to show. */
  begin(text: string, input: Readonly<Record<string, unknown>>, path: string): string {
    const parsed = parseDocument(text)
    if (!parsed.ok) throw refusal('bad-input', parsed.problems[0]?.message ?? '')
    const run = `run-${digestLike(`${this.runs.size}`).slice(0, 4)}`
    const driver = new RunDriver(planOf(parsed.value), this.clock, {
      perform: (work) => void this.perform(hosted, work),
      recorded: () => this.changedSoon(hosted),
      chunk: () => this.tell('run.chunks', run),
    })
    const summary: RunSummary = {
      ...{ run, name: parsed.value.name, path, digest: digestLike(text), status: 'running' },
      ...{ startedAt: this.clock.now(), endedAt: null, seq: 0, tokens: 0, costUsd: 0, message: '' },
      ...{ standin: true, unsandboxed: false },
    }
    const hosted: HostedRun = {
      driver,
      text,
      input,
      asks: new Map(),
      turns: new Map(),
      stale: false,
      summary,
    }
    this.runs.set(run, hosted)
    driver.start(
      Object.fromEntries(Object.entries(input).map(([key, value]) => [key, this.shelf.put(String(value))])),
    )
    return run
  }

  private readonly answers: Answers = {
    'run.start': ({ path, text, input, trust }) => {
      if (!this.trusted && trust === null) throw refusal('untrusted', 'This file is not trusted yet')
      this.trusted = true
      return { run: this.begin(text, input, path) }
    },
    'trust.list': () => ({
      needed: !this.trusted,
      list: {
        digest: digestLike('trust'),
        commands: ['npm test', 'git push origin fix/setkey:main'],
        models: ['standin'],
        hosts: ['registry.npmjs.org'],
        repositories: ['/tmp/minimist'],
      },
    }),
    'run.list': () => ({ runs: [...this.runs.values()].map((one) => one.summary) }),
    'run.get': ({ run }) => {
      const { summary, text, input } = this.of(run)
      return { summary, text, input }
    },
    'run.outcome': ({ run }) => {
      const { summary } = this.of(run)
      const outputs = { result: [{ before: '3f2a9d1', after: 'c81d07e' }] }
      return { run, status: summary.status, message: summary.message, outputs, effects: [] }
    },
    'run.cancel': ({ run }) => {
      this.of(run).driver.cancel()
      return {}
    },
    'run.pause': ({ run }) => {
      this.of(run).driver.pause()
      return {}
    },
    'run.resume': ({ run }) => {
      this.of(run).driver.resume()
      return {}
    },
    'run.step': ({ run }) => {
      this.of(run).driver.stepOnce()
      return { seq: this.of(run).driver.records.length }
    },
    'inbox.list': () => ({ asks: this.asks() }),
    'ask.view': ({ run, ask }) => this.ask(run, ask).view,
    'ask.decide': ({ run, ask, answer, shown, comment }) => {
      const hosted = this.of(run)
      const found = this.ask(run, ask)
      if (found.view.decision !== null) throw refusal('conflict', 'Somebody has answered already')
      if (found.view.digest !== shown) throw refusal('stale', 'What was shown has changed')
      found.view = { ...found.view, decision: { answer, by: 'you', comment, at: this.clock.now() } }
      this.decide(hosted, found.work, answer, comment)
      this.tell('inbox', null)
      return {}
    },
    'payload.get': ({ ref, limit }) => {
      const text = this.shelf.text(ref)
      if (text === undefined) throw refusal('not-found', 'There is no such payload')
      return {
        text: text.slice(0, limit),
        size: text.length,
        cut: limit !== undefined && text.length > limit,
      }
    },
  }

  /** Changes what an open ask shows, as a new commit would. */
  change(run: string, ask: string): void {
    const found = this.ask(run, ask)
    found.view = { ...found.view, digest: digestLike(found.view.digest) }
    this.tell('inbox', null)
  }

  private async perform(hosted: HostedRun, work: Work): Promise<void> {
    await Promise.resolve()
    const key = `${work.node} ${work.ask.tag}`
    const turn = (hosted.turns.get(key) ?? 0) + 1
    hosted.turns.set(key, turn)
    if (work.ask.kind === 'human.ask') this.openAsk(hosted, work, 'gate')
    const outcome = await this.script(work, {
      turn,
      put: (value) => this.shelf.put(value),
      emit: (type, data) => {
        hosted.driver.emit(work, type, data)
        if (type === 'usage') this.count(hosted, data)
      },
      wait: (ms) => this.clock.wait(ms),
    })
    if (outcome === null) return
    hosted.driver.settle(work, outcome)
    const cell = hosted.driver.cell(work.component)
    if (cell.effects.some((one) => one.status === 'doubt')) this.openAsk(hosted, work, 'doubt')
  }

  private openAsk(hosted: HostedRun, work: Work, type: 'gate' | 'doubt'): void {
    const make = type === 'gate' ? askViewOf : doubtViewOf
    const view = make(hosted.summary, work, hosted.driver.plan, this.clock.now())
    hosted.asks.set(work.effect, { work, view })
    this.changed(hosted)
    this.tell('inbox', null)
  }

  private decide(hosted: HostedRun, work: Work, answer: string, comment: string): void {
    const { driver } = hosted
    const { component } = work
    const { tag } = work.ask
    if (answer === 'approve' || answer === 'reject') {
      const decision = this.shelf.put({ answer, by: 'you', comment })
      driver.settle(work, { tag: answer, control: {}, refs: { decision } })
    } else if (answer === 'happened') {
      const result = this.shelf.put({ before: '3f2a9d1', after: 'c81d07e' })
      const outcome = { tag: 'ok', control: { exit: 0 }, refs: { result } }
      driver.offer({ type: 'resolve', component, tag, answer: { type: 'happened', outcome } })
    } else if (answer === 'not-happened') {
      driver.offer({ type: 'resolve', component, tag, answer: { type: 'not-happened' } })
    } else driver.offer({ type: 'resolve', component, tag, answer: { type: 'failed', error: comment } })
  }

  private count(hosted: HostedRun, usage: string): void {
    const { inputTokens, outputTokens } = JSON.parse(usage) as { inputTokens: number; outputTokens: number }
    hosted.summary = { ...hosted.summary, tokens: hosted.summary.tokens + inputTokens + outputTokens }
    this.tell('runs', null)
  }

  /** Once for all that the driver does in one go. */
  private changedSoon(hosted: HostedRun): void {
    if (hosted.stale) return
    hosted.stale = true
    void Promise.resolve().then(() => {
      hosted.stale = false
      this.changed(hosted)
    })
  }

  private changed(hosted: HostedRun): void {
    const { driver, summary } = hosted
    const verdict = driver.verdict()
    const open = [...hosted.asks.values()].filter((one) => one.view.decision === null)
    const paused = driver.records.findLast(({ transition }) =>
      ['pause', 'resume'].includes(transition.input.type),
    )
    const going = open.some((one) => one.view.type === 'doubt')
      ? 'doubt'
      : open.length > 0
        ? 'waiting'
        : paused?.transition.input.type === 'pause'
          ? 'paused'
          : 'running'
    const status = verdict.status === 'running' ? going : verdict.status
    hosted.summary = {
      ...summary,
      status,
      seq: driver.records.length,
      endedAt: verdict.status === 'running' ? null : this.clock.now(),
    }
    this.tell('run.transitions', summary.run)
    this.tell('runs', null)
  }

  private eventsOf(topic: SubscriptionName, run: string | null, after: number): readonly unknown[] {
    if (topic === 'run.transitions') return this.of(run ?? '').driver.records.slice(after)
    if (topic === 'run.chunks') return this.of(run ?? '').driver.chunks.slice(after)
    if (topic === 'inbox') return [{ asks: this.asks() }]
    return [...this.runs.values()].map((one) => one.summary)
  }

  private asks(): AskSummary[] {
    return [...this.runs.values()].flatMap((hosted) =>
      [...hosted.asks.values()].filter((one) => one.view.decision === null).map((one) => one.view),
    )
  }

  private tell(topic: SubscriptionName, run: string | null): void {
    for (const follower of this.followers) {
      if (follower.topic === topic && follower.run === run) follower.send()
    }
  }

  private of(run: string): HostedRun {
    const found = this.runs.get(run)
    if (found === undefined) throw refusal('not-found', `There is no run ${run}`)
    return found
  }

  private ask(run: string, ask: string): { readonly work: Work; view: AskView } {
    const found = this.of(run).asks.get(ask)
    if (found === undefined) throw refusal('not-found', `There is no ask ${ask}`)
    return found
  }
}

function refusal(
  code: 'not-found' | 'unavailable' | 'bad-input' | 'untrusted' | 'conflict' | 'stale',
  message: string,
): HostError {
  return new HostError({ code, message })
}
