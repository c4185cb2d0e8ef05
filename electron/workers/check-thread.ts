import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import process from 'node:process'
import type { CheckProgress, CheckSettings, KeptTrace } from '../../shared/api/check.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { mergeSamples } from '../../shared/explore/topology/merge-samples.ts'
import type { Share } from '../../shared/explore/topology/samplers.ts'
import { tracesBeside } from '../host/kept-traces.ts'
import { startTask, type TaskThread } from './task-thread.ts'

export interface CheckRequest {
  /** For messages, and for the traces that are kept beside the file; the text is what is checked. */
  readonly path: string
  readonly text: string
  readonly settings: CheckSettings
  readonly traces: readonly { readonly path: string; readonly text: string }[]
  /** The search's own tables may take so much; beyond, it ends *partial*. */
  readonly maxBytes: number
  /** Of a sample or a swarm, which is divided among all cores. */
  readonly share?: Share
}

export interface CheckAnswer {
  readonly result: CheckResult
  /** What became of the kept traces, which are played first. */
  readonly kept: readonly KeptTrace[]
}

/** Of the memory that the machine still has, a search takes at most this part for its tables, and as much for the rest. */
const MEMORY_PART = 0.35
const LEAST_BYTES = 64 * 2 ** 20

/**
 * A check in a thread of its own; a sample or a swarm in one for each core, as long as each has something to do. What
 * is cancelled answers with what it found so far.
 */
export function startCheck(
  request: Pick<CheckRequest, 'path' | 'text' | 'settings'>,
  progress: (progress: CheckProgress) => void,
  cores = availableParallelism(),
): TaskThread<CheckAnswer> {
  const { sample, swarm } = request.settings
  const pieces = swarm?.members ?? sample?.schedules ?? 1
  const of = Math.max(1, Math.min(cores, pieces))
  const maxBytes = Math.max(LEAST_BYTES, Math.floor((process.availableMemory() * MEMORY_PART) / of))
  const traces = tracesBeside(request.path)
  const told: CheckProgress[] = []
  const start = (part: number): TaskThread<CheckAnswer> => {
    const whole: CheckRequest = {
      ...request,
      maxBytes,
      share: { part, of },
      traces: part === 0 ? traces : [],
    }
    const tell = (one: CheckProgress): void => {
      told[part] = one
      progress(together(told.filter((each) => each !== undefined)))
    }
    return startTask(WORKER, whole, tell, { maxOldGenerationSizeMb: Math.ceil(maxBytes / 2 ** 20) })
  }
  const [first, ...others] = [
    start(0),
    ...Array.from({ length: of - 1 }, (_, part) => start(part + 1)),
  ] as const
  return others.length === 0 ? first : allOf([first, ...others])
}

const WORKER = new URL(`./check-worker${extname(import.meta.url)}`, import.meta.url)

/** Several threads as one. Where one breaks off, the others are ended, and so is the whole. */
function allOf(
  threads: readonly [TaskThread<CheckAnswer>, ...TaskThread<CheckAnswer>[]],
): TaskThread<CheckAnswer> {
  const close = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.close()))
  }
  const result = Promise.all(threads.map((thread) => thread.result)).then(
    ([first, ...others]): CheckAnswer => {
      if (first === undefined) throw new Error('a check has a thread')
      return { ...first, result: mergeSamples([first.result, ...others.map((one) => one.result)]) }
    },
  )
  result.catch(() => void close())
  return {
    result,
    cancel() {
      for (const thread of threads) thread.cancel()
    },
    close,
  }
}

function together(parts: readonly CheckProgress[]): CheckProgress {
  const sum = (of: (part: CheckProgress) => number): number => parts.reduce((so, part) => so + of(part), 0)
  return {
    phase: 'running',
    states: sum(({ states }) => states),
    generated: sum(({ generated }) => generated),
    depth: Math.max(...parts.map(({ depth }) => depth)),
    frontier: sum(({ frontier }) => frontier),
    seconds: Math.max(...parts.map(({ seconds }) => seconds)),
    message: '',
  }
}
