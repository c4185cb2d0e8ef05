/** One search in a process of its own: requests from bench/explore.ts. */
import { ExplorerThreads } from '../../electron/workers/explore-threads.ts'
import type { SearchReport } from '../../shared/explore/engine/report.ts'
import { search } from '../../shared/explore/engine/search.ts'
import type { Coverage } from '../../shared/explore/model.ts'
import { namedModel } from '../../shared/explore/models/index.ts'
import { answerRequests } from '../harness/child.ts'
import type { Single } from './arguments.ts'
import { teamModel } from './team.ts'

export interface Searched {
  readonly coverage: Coverage
  readonly distinct: number
  readonly generated: number
  readonly seconds: number
  readonly cpuSeconds: number
  /** The search's tables, MiB. */
  readonly mib: number
}

async function measure(asked: Single): Promise<Searched> {
  global.gc?.()
  const cpu = process.cpuUsage()
  const start = performance.now()
  const report = await searched(asked)
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const { coverage, distinct, generated, bytes } = report
  return { coverage, distinct, generated, seconds, cpuSeconds: (user + system) / 1e6, mib: bytes / 2 ** 20 }
}

/** They stay, so that their code is compiled once. */
const pools = new Map<number, ExplorerThreads>()

function poolOf(threads: number): ExplorerThreads {
  const pool = pools.get(threads) ?? new ExplorerThreads(threads)
  pools.set(threads, pool)
  return pool
}

async function searched({ model, n, symmetry, exact, threads }: Single): Promise<SearchReport> {
  if (model === 'team') return search(teamModel(n, symmetry), { keys: exact ? 'exact' : 'fingerprints' })
  if (threads !== null) return poolOf(threads).search({ model, n }, { symmetry })
  return search(namedModel({ model, n }), { keys: exact ? 'exact' : 'fingerprints', symmetry })
}

answerRequests<Single>(measure)
