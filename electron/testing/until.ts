import { setTimeout as pause } from 'node:timers/promises'

const LOOK_MS = 20
const PATIENCE_MS = 300_000

/** Waits for something that another process does and nobody tells of. */
export async function until(what: string, met: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !met(); await pause(LOOK_MS))
    if (performance.now() > end) throw new Error(`${what} did not come about`)
}
