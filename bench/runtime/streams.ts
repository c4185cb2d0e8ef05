import { openHost } from '../../electron/host/open-host.ts'
import { openJournal } from '../../electron/journal/sqlite-journal.ts'
import type { Chunk } from '../../shared/api/contract.ts'
import { SPOKEN, STREAMING, textOf, WORDS } from './drawings.ts'
import { startAll } from './waiting.ts'

const RUNS = 200
/** Each speaks every 100 ms: 2,000 pieces a second in all. */
const PACE_MS = 100

export interface Streamed {
  readonly chunksPerSecond: number
  /** Runs whose watcher, or whose log on the disk, has not exactly what was said, in order. */
  readonly wrong: number
}

function said(chunks: readonly Chunk[]): string {
  return chunks
    .filter(({ type }) => type === 'text')
    .map(({ data }) => data)
    .join('')
}

/** Two hundred runs that stream at once, each watched by a client; then the log on the disk is read. */
export async function stream(folder: string): Promise<Streamed> {
  const host = await openHost({ home: folder, environment: { SYNOD_STANDIN_PACE_MS: String(PACE_MS) } })
  const over = new Set<string>()
  const everyOver = Promise.withResolvers<void>()
  host.service.follow('runs', {}, (summaries) => {
    for (const { run, status } of summaries) if (status === 'done') over.add(run)
    if (over.size === RUNS) everyOver.resolve()
  })
  const start = performance.now()
  const runs = await startAll(host, folder, textOf(STREAMING), RUNS)
  const seen = new Map<string, Chunk[]>(runs.map((run) => [run, []]))
  for (const run of runs)
    host.service.follow('run.chunks', { run, after: 0 }, (chunks) => seen.get(run)?.push(...chunks))
  await everyOver.promise
  const seconds = (performance.now() - start) / 1000
  await new Promise((resolve) => setTimeout(resolve, 500))
  await host.close()
  const journal = openJournal(folder)
  const wrong = runs.filter((run) => {
    const kept = journal.chunksAfter(run, 0, 10 * WORDS)
    return (
      said(kept) !== SPOKEN ||
      said(seen.get(run) ?? []) !== SPOKEN ||
      !counted(kept) ||
      !counted(seen.get(run) ?? [])
    )
  })
  await journal.close()
  return { chunksPerSecond: (RUNS * WORDS) / seconds, wrong: wrong.length }
}

/** Numbers of a run's chunks follow each other without a gap. */
function counted(chunks: readonly Chunk[]): boolean {
  return chunks.every(({ seq }, at) => at === 0 || seq === (chunks[at - 1]?.seq ?? 0) + 1)
}
