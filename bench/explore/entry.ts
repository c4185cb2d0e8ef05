/** One search in a process of its own: requests from bench/explore.ts. */
import { search } from '../../shared/explore/engine/search.ts'
import type { Coverage } from '../../shared/explore/model.ts'
import { answerRequests } from '../harness/child.ts'
import type { Single } from './arguments.ts'
import { modelOf } from './models.ts'

export interface Searched {
  readonly coverage: Coverage
  readonly distinct: number
  readonly generated: number
  readonly seconds: number
  readonly cpuSeconds: number
  /** The search's tables, MiB. */
  readonly mib: number
}

async function measure({ model, n, symmetry, exact }: Single): Promise<Searched> {
  const made = modelOf(model, n)
  global.gc?.()
  const cpu = process.cpuUsage()
  const start = performance.now()
  const report = search(made, { keys: exact ? 'exact' : 'fingerprints', symmetry })
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const { coverage, distinct, generated, bytes } = report
  return { coverage, distinct, generated, seconds, cpuSeconds: (user + system) / 1e6, mib: bytes / 2 ** 20 }
}

answerRequests<Single>(measure)
