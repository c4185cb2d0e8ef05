import { randomBytes } from 'node:crypto'
import { HostError } from '../../shared/api/contract.ts'
import type { RehearseProgress } from '../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import { type RehearseRequest, startRehearsal } from '../workers/rehearse-thread.ts'
import type { TaskThread } from '../workers/task-thread.ts'
import { Feed } from './feed.ts'
import { readRehearsal } from './rehearsable.ts'
import type { Unfollow } from './service.ts'

/** Each takes a core. */
const RUNNING_MAX = 2
/** Ended ones whose results can still be asked for. */
const KEPT_MAX = 8

interface Going {
  readonly thread: TaskThread<RehearsalResult>
  readonly feed: Feed<RehearseProgress>
  progress: RehearseProgress
  result: RehearsalResult | null
}

/** The rehearsals of this host, by id: each in a thread, so that nothing else waits for it. */
export class Rehearsals {
  private readonly all = new Map<string, Going>()

  start(request: RehearseRequest): { readonly rehearsal: string } {
    const { settings, text, path } = request
    readRehearsal(text, path, { ...settings, runs: 1 })
    const running = [...this.all.values()].filter(({ progress }) => progress.phase === 'running').length
    if (running >= RUNNING_MAX) {
      const message = `${running} rehearsals go on already; stop one before you start another`
      throw new HostError({ code: 'conflict', message })
    }
    const id = randomBytes(4).toString('hex')
    const thread = startRehearsal(request, (progress) => tell(going, progress))
    const progress: RehearseProgress = {
      phase: 'running',
      done: 0,
      runs: settings.runs,
      seconds: 0,
      message: '',
    }
    const going: Going = { thread, feed: new Feed(), progress, result: null }
    this.all.set(id, going)
    const end = (last: Partial<RehearseProgress>): void => {
      tell(going, { ...going.progress, ...last })
      this.forget()
    }
    thread.result.then(
      (result) => {
        going.result = result
        end({ phase: 'done', done: result.runs })
      },
      (error: Error) => end({ phase: 'failed', message: error.message }),
    )
    return { rehearsal: id }
  }

  cancel(id: string): void {
    this.find(id).thread.cancel()
  }

  result(id: string): RehearsalResult | null {
    return this.find(id).result
  }

  follow(id: string, emit: (events: readonly RehearseProgress[]) => void): Unfollow {
    const { feed, progress } = this.find(id)
    emit([progress])
    return feed.listen((event) => emit([event]))
  }

  async close(): Promise<void> {
    await Promise.all([...this.all.values()].map(({ thread }) => thread.close()))
  }

  private find(id: string): Going {
    const found = this.all.get(id)
    if (found === undefined)
      throw new HostError({ code: 'not-found', message: `There is no rehearsal ${id}` })
    return found
  }

  private forget(): void {
    const ended = [...this.all].filter(([, { progress }]) => progress.phase !== 'running')
    for (const [id] of ended.slice(0, -KEPT_MAX)) this.all.delete(id)
  }
}

function tell(going: Going, progress: RehearseProgress): void {
  going.progress = progress
  going.feed.emit(progress)
}
