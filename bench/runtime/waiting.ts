import { join } from 'node:path'
import { openHost } from '../../electron/host/open-host.ts'
import type { Host } from '../../electron/host/service.ts'
import type { AskSummary } from '../../shared/api/contract.ts'
import { textOf, WAITING } from './drawings.ts'

const AT_ONCE = 200
const DECISIONS = 20

export interface Owned {
  /** From the start of the process until the inbox has been answered. */
  readonly upMs: number
  readonly rssMib: number
  readonly asks: number
  /** Each from the call to its durable answer, everything shown before. */
  readonly decisionsMs: readonly number[]
}

export async function startAll(
  host: Host,
  folder: string,
  text: string,
  count: number,
): Promise<readonly string[]> {
  const path = join(folder, 'bench.synod.json')
  const { list } = await host.service.call('trust.list', { path, text })
  const runs: string[] = []
  for (let begun = 0; begun < count; begun += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - begun) }, () =>
      host.service.call('run.start', {
        path,
        text,
        input: {},
        trust: list.digest,
        unsandboxed: false,
        approve: 'ask',
      }),
    )
    runs.push(...(await Promise.all(some)).map(({ run }) => run))
  }
  return runs
}

function inbox(host: Host): Promise<{ readonly asks: readonly AskSummary[] }> {
  return host.service.call('inbox.list', {})
}

/** Starts so many runs and answers once each waits for a person; the process is then killed. */
export async function fill(folder: string, count: number): Promise<null> {
  const host = await openHost({ home: folder, environment: {} })
  await startAll(host, folder, textOf(WAITING), count)
  for (let asked = 0; asked < count; ) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    asked = (await inbox(host)).asks.length
  }
  return null
}

/** Takes a home with many waiting runs up, as an owner does, and answers some of them. */
export async function own(folder: string): Promise<Owned> {
  const host = await openHost({ home: folder, environment: {} })
  const { asks } = await inbox(host)
  const upMs = performance.now()
  const rssMib = process.memoryUsage().rss / 2 ** 20
  const decisionsMs: number[] = []
  for (const { run, ask } of asks.slice(0, DECISIONS)) {
    const { digest } = await host.service.call('ask.view', { run, ask })
    const start = performance.now()
    await host.service.call('ask.decide', { run, ask, answer: 'approve', shown: digest, comment: '' })
    decisionsMs.push(performance.now() - start)
  }
  await host.close()
  return { upMs, rssMib, asks: asks.length, decisionsMs }
}
