import type { Chunk, RecordedTransition } from '../../../../shared/api/contract.ts'
import type { Verdict } from '../../../../shared/kernel/verdict.ts'
import { kinds } from '../../../../shared/nodes/index.ts'
import { compile } from '../../../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../../../shared/topology/document.ts'
import type { Outcome } from '../../../../shared/topology/payload.ts'
import type { Plan } from '../../../../shared/topology/plan.ts'
import type {
  EffectCall,
  EffectIo,
  Executor,
  Journal,
  ProbeAnswer,
  RunProgress,
  RunRecord,
} from '../../seams.ts'
import type { Clock } from '../clock.ts'
import { LiveRun } from '../live-run.ts'
import { Performer } from '../performer.ts'

/** A clock that a test turns. */
export class HandClock implements Clock {
  private at = 1_000_000
  private sleepers: { readonly at: number; readonly callback: () => void }[] = []

  now(): number {
    return this.at
  }

  wake(at: number, callback: () => void): () => void {
    const sleeper = { at, callback }
    this.sleepers.push(sleeper)
    return () => {
      this.sleepers = this.sleepers.filter((one) => one !== sleeper)
    }
  }

  /** Moves on and wakes whoever is due, in order. */
  turn(ms: number): void {
    this.at += ms
    const due = this.sleepers.filter((one) => one.at <= this.at).sort((a, b) => a.at - b.at)
    this.sleepers = this.sleepers.filter((one) => one.at > this.at)
    for (const { callback } of due) callback()
  }

  waiting(): number {
    return this.sleepers.length
  }
}

/** An executor whose answers a test gives by hand; it notes every execution. */
export class HandExecutor implements Executor {
  readonly kinds = ['process.exec', 'model.generate', 'human.ask', 'eval', 'git.open', 'git.commit'] as const
  readonly executions: string[] = []
  readonly aborted: string[] = []
  answer: (call: EffectCall) => Outcome | null = () => null
  probeAnswer: (call: EffectCall) => ProbeAnswer = () => ({ type: 'unknown', evidence: 'nobody knows' })
  private readonly open = new Map<string, (outcome: Outcome) => void>()
  private readonly streams = new Map<string, EffectIo>()

  perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
    this.executions.push(`${call.effect}#${call.execution}`)
    this.streams.set(call.effect, io)
    io.signal.addEventListener('abort', () => this.aborted.push(call.effect))
    const answer = this.answer(call)
    if (answer !== null) return Promise.resolve(answer)
    return new Promise((resolve) => this.open.set(call.effect, resolve))
  }

  /** A word of the newest execution. */
  say(effect: string): void {
    this.streams.get(effect)?.emit('text', 'word ')
  }

  /** The answer of an execution that is under way now, for later. */
  hold(effect: string): (outcome: Outcome) => void {
    return this.open.get(effect) ?? (() => {})
  }

  settle(effect: string, outcome: Outcome): void {
    const resolve = this.open.get(effect)
    if (resolve === undefined) throw new Error(`${effect} is not under way`)
    this.open.delete(effect)
    resolve(outcome)
  }

  /** Ends what still runs, as the real ones do; a test may have it survive. */
  survives = false

  async quell(): Promise<void> {
    if (this.survives) return
    for (const [effect, resolve] of this.open) {
      this.open.delete(effect)
      resolve({
        tag: 'error',
        control: { code: 'killed', retryable: false, happened: 'unknown' },
        refs: { error: 'text:killed' },
      })
    }
  }

  probe(call: EffectCall): Promise<ProbeAnswer> {
    return Promise.resolve(this.probeAnswer(call))
  }
}

const PROGRESS: RunProgress = { status: 'running', endedAt: null, message: '', tokens: 0, costUsd: 0 }

export interface Driven {
  readonly live: LiveRun
  readonly executor: HandExecutor
  readonly clock: HandClock
  readonly committed: RecordedTransition[]
  readonly chunks: Omit<Chunk, 'seq'>[]
  readonly ended: Promise<Verdict>
  /** What ended the driver itself. */
  readonly broken: Error[]
  /** As a kill would: what is being written reaches the journal, and nothing after it. */
  die(): Promise<void>
  /** Has every later commit fail. */
  refuse(error: Error): void
}

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

export async function createRun(
  journal: Journal,
  run: string,
  document: TopologyDocument,
): Promise<RunRecord> {
  const record: RunRecord = {
    run,
    name: document.name,
    path: '/nowhere.synod.json',
    digest: '0',
    text: JSON.stringify(document),
    input: {},
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    startedAt: 1,
    stateVersions: {},
  }
  await journal.createRun(record, PROGRESS)
  return record
}

/** Drives a run that is in the journal, as a host would after it has started. */
export function drive(
  journal: Journal,
  record: RunRecord,
  document: TopologyDocument,
  clock = new HandClock(),
  world: Executor | null = null,
): Driven {
  const executor = new HandExecutor()
  const committed: RecordedTransition[] = []
  const chunks: Omit<Chunk, 'seq'>[] = []
  let end: (verdict: Verdict) => void = () => {}
  const ended = new Promise<Verdict>((resolve) => {
    end = resolve
  })
  const broken: Error[] = []
  let refusal: Error | null = null
  let dead = false
  let last: Promise<void> = Promise.resolve()
  const append: Journal['append'] = (run, batch) => {
    // Of a host that is gone nothing is heard any more.
    if (dead) return new Promise(() => {})
    if (refusal !== null) return Promise.reject(refusal)
    last = journal.append(run, batch)
    return last
  }
  const live = new LiveRun(record, planOf(document), {
    journal: Object.assign(Object.create(journal) as Journal, { append }),
    clock,
    performer: new Performer(
      [world ?? executor],
      journal,
      () => clock.now(),
      (_run, chunk) => chunks.push(chunk),
    ),
    folders: { root: '/nowhere', topology: '/nowhere' },
    committed: (transitions) => committed.push(...transitions),
    progress: () => PROGRESS,
    ended: (verdict) => end(verdict),
    probed: () => {},
    broke: (error) => {
      if (refusal === null) throw error
      broken.push(error)
    },
  })
  const refuse = (error: Error): void => {
    refusal = error
  }
  const die = async (): Promise<void> => {
    dead = true
    live.detach()
    await last
  }
  return { die, live, executor, clock, committed, chunks, ended, broken, refuse }
}

/** Lets everything that is ready happen: several turns of the event loop. */
export async function quiet(live: LiveRun): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await live.settled()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
