import type { Peak } from '../contender.ts'
import type { Mode } from '../engines/engine.ts'
import { Child } from '../harness/child.ts'
import type { Samples } from '../harness/report.ts'
import { peakKey } from './comparisons.ts'

/** Pipelines one after the other: some thousand hops, so that what is not let go of shows. */
const RUNS: { readonly [mode in 'memory' | 'durable']: number } = { memory: 500, durable: 200 }

const MODES = ['memory', 'durable'] as const satisfies readonly Mode[]

/** Peak memory of Synod and of LangGraph.js on the same pipelines, each time in a new process. */
export async function measurePeaks(
  rounds: number,
  samples: Samples,
  say: (text: string) => void,
): Promise<void> {
  for (let round = 1; round <= rounds; round += 1) {
    say(`Peak memory, round ${round} of ${rounds}`)
    for (const mode of MODES) {
      for (const name of ['synod', 'langgraph']) {
        const child = new Child(name)
        try {
          const request = { type: 'memory', mode, shape: 'pipeline', runs: RUNS[mode] }
          const { mib } = await child.ask<Peak>(request)
          samples.add(peakKey(name, mode), 'MiB', mib)
        } finally {
          await child.kill()
        }
      }
    }
  }
}
