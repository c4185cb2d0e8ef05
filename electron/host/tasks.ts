import { randomBytes } from 'node:crypto'
import { HostError } from '../../shared/api/contract.ts'
import type { TaskThread } from '../workers/task-thread.ts'
import { Feed } from './feed.ts'
import type { Unfollow } from './service.ts'

/** Each takes a core, and a good part of the memory. */
const RUNNING_MAX = 2
/** Ended ones whose results can still be asked for. */
const KEPT_MAX = 8

interface Told {
  readonly phase: 'running' | 'done' | 'failed'
  /** One sentence when it failed. */
  readonly message: string
}

interface Going<Progress, Answer, About> {
  readonly about: About
  readonly thread: TaskThread<Answer>
  readonly feed: Feed<Progress>
  progress: Progress
  answer: Answer | null
}

interface Started<Progress, Answer, About> {
  /** What the task is of, for those who ask later. */
  readonly about: About
  /** How it stands before it has said anything. */
  readonly fresh: Progress
  begin(tell: (progress: Progress) => void): TaskThread<Answer>
  /** What its last word takes from its answer. */
  figures(answer: Answer): Partial<Progress>
}

/** Long tasks of one kind, by id: each in a thread, so that nothing else waits for it. */
export class Tasks<Progress extends Told, Answer, About> {
  private readonly all = new Map<string, Going<Progress, Answer, About>>()
  private readonly noun: string

  /** `noun` names one of them: `check`. */
  constructor(noun: string) {
    this.noun = noun
  }

  /** Refused while too many go on. */
  start({ about, fresh, begin, figures }: Started<Progress, Answer, About>): string {
    const running = [...this.all.values()].filter(({ progress }) => progress.phase === 'running').length
    if (running >= RUNNING_MAX) {
      const message = `${running} ${this.noun}s go on already; stop one before you start another`
      throw new HostError({ code: 'conflict', message })
    }
    const id = randomBytes(4).toString('hex')
    const feed = new Feed<Progress>()
    const tell = (change: Partial<Progress>): void => {
      going.progress = { ...going.progress, ...change }
      feed.emit(going.progress)
    }
    const end = (last: Partial<Progress>, phase: Told['phase']): void => {
      tell({ ...last, phase })
      this.forget()
    }
    const going: Going<Progress, Answer, About> = {
      ...{ about, feed, progress: fresh, answer: null },
      thread: begin(tell),
    }
    this.all.set(id, going)
    going.thread.result.then(
      (answer) => {
        going.answer = answer
        end(figures(answer), 'done')
      },
      ({ message }: Error) => end({ message } as Partial<Progress>, 'failed'),
    )
    return id
  }

  cancel(id: string): void {
    this.find(id).thread.cancel()
  }

  about(id: string): About {
    return this.find(id).about
  }

  /** Null while it goes on, and where it failed. */
  answer(id: string): Answer | null {
    return this.find(id).answer
  }

  /** How it stands, then each change. */
  follow(id: string, emit: (events: readonly Progress[]) => void): Unfollow {
    const { feed, progress } = this.find(id)
    emit([progress])
    return feed.listen((event) => emit([event]))
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map(({ thread }) => thread.close()))
  }

  private find(id: string): Going<Progress, Answer, About> {
    const found = this.all.get(id)
    if (found === undefined)
      throw new HostError({ code: 'not-found', message: `There is no ${this.noun} ${id}` })
    return found
  }

  private forget(): void {
    const ended = [...this.all].filter(([, { progress }]) => progress.phase !== 'running')
    for (const [id] of ended.slice(0, -KEPT_MAX)) this.all.delete(id)
  }
}
