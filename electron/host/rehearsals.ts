import type { RehearseProgress } from '../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import { type RehearseRequest, startRehearsal } from '../workers/rehearse-thread.ts'
import { readRehearsal } from './rehearsable.ts'
import type { Unfollow } from './service.ts'
import { Tasks } from './tasks.ts'

/** The rehearsals of this host. */
export class Rehearsals {
  private readonly tasks = new Tasks<RehearseProgress, RehearsalResult, null>('rehearsal')

  start(request: RehearseRequest): { readonly rehearsal: string } {
    const { settings, text, path } = request
    readRehearsal(text, path, { ...settings, runs: 1 })
    const rehearsal = this.tasks.start({
      about: null,
      fresh: { phase: 'running', done: 0, runs: settings.runs, seconds: 0, message: '' },
      begin: (tell) => startRehearsal(request, tell),
      figures: ({ runs }) => ({ done: runs }),
    })
    return { rehearsal }
  }

  cancel(id: string): void {
    this.tasks.cancel(id)
  }

  result(id: string): RehearsalResult | null {
    return this.tasks.answer(id)
  }

  follow(id: string, emit: (events: readonly RehearseProgress[]) => void): Unfollow {
    return this.tasks.follow(id, emit)
  }

  close(): Promise<void> {
    return this.tasks.close()
  }
}
