import fc from 'fast-check'
import type { TopologyDocument } from '../../topology/document.ts'
import { compared } from './compare.ts'

/** How often each answer of the analysis met each of the explorer: `stops never`. */
export type Tally = Readonly<Record<string, number>>

/** Over random drawings, in each of which one thing fails; what survives must never be shown to stop. */
export function tallyOf(
  documents: fc.Arbitrary<TopologyDocument>,
  mostStates: number,
  options: fc.Parameters<unknown>,
): Tally {
  const tally: Record<string, number> = {}
  const picks = fc.record({
    at: fc.noBias(fc.nat()),
    way: fc.constantFrom('fails' as const, 'silent' as const),
  })
  const property = fc.property(documents, picks, (document, { at, way }) => {
    const elements = [...document.nodes, ...document.edges, ...(document.groups ?? [])]
    const element = elements[at % elements.length]?.id ?? ''
    for (const { effect, shown, element: of } of compared(document, { element, way }, mostStates)) {
      if (effect === 'survives' && shown === 'never') throw new Error(`${of} stops when ${element} ${way}`)
      const both = `${effect} ${shown}`
      tally[both] = (tally[both] ?? 0) + 1
    }
  })
  fc.assert(property, options as fc.Parameters<[TopologyDocument, { at: number; way: 'fails' | 'silent' }]>)
  return tally
}

/** Of what is said to stop, the part that is as before in every run: most of it never got anything to do. */
export function tooDark(tally: Tally): number {
  const stops = of(tally, 'stops never') + of(tally, 'stops sometimes') + of(tally, 'stops same')
  return of(tally, 'stops same') / Math.max(1, stops)
}

/** Of what is said to survive, the part that is at work in some runs only. */
export function tooBright(tally: Tally): number {
  const survives = of(tally, 'survives same') + of(tally, 'survives sometimes')
  return of(tally, 'survives sometimes') / Math.max(1, survives)
}

function of(tally: Tally, both: string): number {
  return tally[both] ?? 0
}
