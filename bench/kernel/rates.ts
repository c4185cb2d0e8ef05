import type { Measured } from '../contender.ts'
import { type Mode, SHAPES, type Shape } from '../engines/engine.ts'
import { Child } from '../harness/child.ts'
import type { Samples } from '../harness/report.ts'
import { CONTENDERS, rateKey } from './comparisons.ts'

/** Long enough for compiled code to settle; thrown away. */
const WARM_UP_MS = 2000
const SAMPLE_MS = 600

interface Cell {
  readonly mode: Mode
  readonly shape: Shape
}

const CELLS: readonly Cell[] = [
  ...SHAPES.map((shape): Cell => ({ mode: 'memory', shape })),
  ...SHAPES.map((shape): Cell => ({ mode: 'durable', shape })),
  { mode: 'group', shape: 'pipeline' },
]

/**
 * Hops per second of everyone, in turn: within a round all contenders do one cell one after the other, each in a
 * process of its own that lives through all rounds, so that what else the machine does meets all alike.
 */
export async function measureRates(
  names: readonly string[],
  rounds: number,
  samples: Samples,
  say: (text: string) => void,
): Promise<{ [name: string]: string }> {
  const children = new Map(names.map((name) => [name, new Child(name)]))
  const versions: { [name: string]: string } = {}
  try {
    for (const [name, child] of children)
      versions[name] = (await child.ask<{ version: string }>({ type: 'open' })).version
    for (let round = 0; round <= rounds; round += 1) {
      say(round === 0 ? 'Warming up' : `Round ${round} of ${rounds}`)
      for (const { mode, shape } of CELLS) {
        for (const { name, modes } of CONTENDERS) {
          const child = children.get(name)
          if (child === undefined || !modes.includes(mode)) continue
          const leastMs = round === 0 ? WARM_UP_MS : SAMPLE_MS
          const { hops, ms, cpuMs } = await child.ask<Measured>({ type: 'measure', mode, shape, leastMs })
          if (round === 0) continue
          const key = rateKey(name, mode, shape)
          samples.add(key, 'hops/s', (hops / ms) * 1000)
          samples.add(`${key}.processor`, 'µs/hop', (cpuMs / hops) * 1000)
        }
      }
    }
    return versions
  } finally {
    for (const child of children.values()) await child.kill()
  }
}
