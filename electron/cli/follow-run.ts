import type { HostClient } from '../../shared/api/client.ts'
import type { AskSummary, RunStatus, RunSummary } from '../../shared/api/contract.ts'
import { HostError } from '../../shared/api/contract.ts'
import type { KeptHome } from '../host/keep-home.ts'
import { askPerson } from './ask-person.ts'
import { createProgress, type Progress } from './progress.ts'
import { steadyCalls } from './steady-calls.ts'
import type { Terminal } from './terminal.ts'

export interface FollowOptions {
  /** Statuses at which to stop besides the end of the run. */
  readonly until?: readonly RunStatus[]
  /** Begin to tell after this transition. */
  readonly after?: number
}

export type Followed =
  | { readonly type: 'stopped'; readonly summary: RunSummary }
  | { readonly type: 'interrupted'; readonly signal: NodeJS.Signals }

type Watched = Followed | { readonly type: 'lost' }

const OVER: readonly RunStatus[] = ['done', 'stuck', 'failed', 'cancelled']

/** Stays with a run until it ends, whichever process drives it meanwhile, and asks the person at the terminal. */
export async function followRun(
  home: KeptHome,
  run: string,
  terminal: Terminal,
  options: FollowOptions = {},
): Promise<Followed> {
  const { text, summary } = await steadyCalls(home).call('run.get', { run })
  const progress = createProgress(text, summary.startedAt, (line) => {
    if (progress.last() > (options.after ?? 0)) terminal.say(line)
  })
  const told = new Set<string>()
  for (;;) {
    const { client } = await home.now()
    const watched = await new Watch(client, run, terminal, progress, told, options.until ?? []).end()
    if (watched.type !== 'lost') return watched
    terminal.say('The process that drove this run has ended; the run goes on')
  }
}

/** A run seen over one connection. */
class Watch {
  private readonly client: HostClient
  private readonly run: string
  private readonly terminal: Terminal
  private readonly progress: Progress
  /** Asks that a person has been told of, over every connection. */
  private readonly told: Set<string>
  private readonly stops: readonly RunStatus[]
  private readonly asking = new Map<string, AbortController>()
  private readonly ends: (() => void)[] = []
  private summary: RunSummary | null = null
  private queue: Promise<void> = Promise.resolve()
  private finish: (watched: Watched) => void = () => {}

  constructor(
    client: HostClient,
    run: string,
    terminal: Terminal,
    progress: Progress,
    told: Set<string>,
    until: readonly RunStatus[],
  ) {
    this.client = client
    this.run = run
    this.terminal = terminal
    this.progress = progress
    this.told = told
    this.stops = [...OVER, ...until]
  }

  async end(): Promise<Watched> {
    const { client, run } = this
    const ended = new Promise<Watched>((resolve) => {
      this.finish = resolve
    })
    client.onClose(() => this.finish({ type: 'lost' }))
    this.ends.push(
      this.terminal.onEnd((signal) => this.finish({ type: 'interrupted', signal })),
      client.follow('run.transitions', { run, after: this.progress.last() }, (records) => {
        this.progress.tell(records)
        this.check()
      }),
      client.follow('runs', {}, (summaries) => {
        this.summary = summaries.findLast((one) => one.run === run) ?? this.summary
        this.check()
      }),
      client.follow('inbox', {}, (events) => this.takeInbox(events.at(-1)?.asks ?? [])),
    )
    try {
      return await ended
    } finally {
      for (const end of this.ends) end()
      for (const abort of this.asking.values()) abort.abort()
    }
  }

  /** The end is told only after all that led to it. */
  private check(): void {
    const { summary } = this
    if (summary === null || !this.stops.includes(summary.status)) return
    if (this.progress.last() >= summary.seq) this.finish({ type: 'stopped', summary })
  }

  private takeInbox(asks: readonly AskSummary[]): void {
    const ours = asks.filter((ask) => ask.run === this.run)
    for (const [id, abort] of this.asking) {
      if (!ours.some((ask) => ask.ask === id)) abort.abort()
    }
    for (const ask of ours) {
      if (this.asking.has(ask.ask) || this.told.has(ask.ask)) continue
      const abort = new AbortController()
      this.asking.set(ask.ask, abort)
      // One question at a time.
      this.queue = this.queue.then(() => this.ask(ask, abort.signal))
    }
  }

  private async ask(ask: AskSummary, signal: AbortSignal): Promise<void> {
    try {
      if (signal.aborted) return
      await askPerson(this.client, ask, this.terminal, signal)
      this.told.add(ask.ask)
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      if (error.body.code !== 'unavailable') this.terminal.say(`synod: ${error.message}`)
    } finally {
      this.asking.delete(ask.ask)
    }
  }
}
