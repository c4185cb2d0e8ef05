/** One contender in a process of its own: `node contender.ts NAME`, then requests from bench/kernel.ts. */
import { join } from 'node:path'
import type { Engine, Mode, Session, Shape } from './engines/engine.ts'
import { openEngine } from './engines/list.ts'
import { answerRequests } from './harness/child.ts'
import { removeFolder, scratchFolder } from './harness/places.ts'

export type Request =
  | { readonly type: 'open' }
  | { readonly type: 'measure'; readonly mode: Mode; readonly shape: Shape; readonly leastMs: number }
  | { readonly type: 'memory'; readonly mode: Mode; readonly shape: Shape; readonly runs: number }
  /** Of Synod only: a run that waits for a person, in this process until it is killed. */
  | { readonly type: 'wait'; readonly folder: string }
  | { readonly type: 'resume'; readonly folder: string }

/** Hops and how long they took: ms of the wall clock, and of processors' time in this process. */
export interface Measured {
  readonly hops: number
  readonly ms: number
  readonly cpuMs: number
}

/** The most that the process ever held, MiB. */
export interface Peak {
  readonly mib: number
}

/** Untimed, before each measurement. */
const SETTLE_MS = 300

const name = process.argv[2] ?? ''
let engine: Engine | null = null

async function opened(): Promise<Engine> {
  engine ??= await openEngine(name)
  return engine
}

/** Runs a shape again and again for at least so long. */
async function runFor(
  session: Session,
  shape: Shape,
  leastMs: number,
): Promise<{ readonly hops: number; readonly ms: number }> {
  const start = performance.now()
  let hops = 0
  let ms = 0
  while (ms < leastMs) {
    hops += await session.run(shape)
    ms = performance.now() - start
  }
  return { hops, ms }
}

async function measure(mode: Mode, shape: Shape, leastMs: number): Promise<Measured> {
  const folder = scratchFolder()
  const session = await (await opened()).open(mode, folder)
  try {
    global.gc?.()
    // A full collection also throws away compiled code that was made for objects which are gone: it settles again.
    await runFor(session, shape, SETTLE_MS)
    const cpu = process.cpuUsage()
    const { hops, ms } = await runFor(session, shape, leastMs)
    const { user, system } = process.cpuUsage(cpu)
    return { hops, ms, cpuMs: (user + system) / 1000 }
  } finally {
    await session.close()
    removeFolder(folder)
  }
}

async function peakMemory(mode: Mode, shape: Shape, runs: number): Promise<Peak> {
  const folder = scratchFolder()
  const session = await (await opened()).open(mode, folder)
  try {
    for (let run = 0; run < runs; run += 1) await session.run(shape)
    return { mib: process.resourceUsage().maxRSS / 1024 }
  } finally {
    await session.close()
    removeFolder(folder)
  }
}

async function answer(request: Request): Promise<unknown> {
  switch (request.type) {
    case 'open': {
      const { version } = await opened()
      return { version }
    }
    case 'measure':
      return measure(request.mode, request.shape, request.leastMs)
    case 'memory':
      return peakMemory(request.mode, request.shape, request.runs)
    case 'wait': {
      const { waitForPerson } = await import('./engines/waiting.ts')
      return waitForPerson(join(request.folder))
    }
    case 'resume': {
      const { resumeWaiting } = await import('./engines/waiting.ts')
      return resumeWaiting(join(request.folder))
    }
  }
}

answerRequests(answer)
