import type { RehearseProgress } from '../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import { readRehearsal } from '../host/rehearsable.ts'
import type { RehearseRequest } from './rehearse-thread.ts'
import { serveTask } from './task-thread.ts'

serveTask<RehearseRequest, RehearseProgress, RehearsalResult>(({ path, text, settings }) => {
  const { rehearsal } = readRehearsal(text, path, settings)
  const { runs } = settings
  return {
    advance: () => rehearsal.advance(),
    progress: (seconds) => ({ phase: 'running', done: rehearsal.done, runs, seconds, message: '' }),
    result: () => rehearsal.result(),
  }
})
