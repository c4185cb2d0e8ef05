import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { hazardChecker } from './checker.ts'
import { findHazards, type Hazard } from './index.ts'
import { TWINS } from './testing/index.ts'

function texts(hazards: readonly Hazard[]): readonly string[] {
  return hazards.map(({ key, level, silenced, finding }) => `${key} ${level} ${silenced} ${finding.sentence}`)
}

const drawings = TWINS.flatMap(({ has, repaired }) => [has, repaired])

type Edit = (document: TopologyDocument, at: number) => TopologyDocument

const edits: readonly Edit[] = [
  ({ nodes, ...rest }, at) => ({
    ...rest,
    nodes: nodes.map((node, place) => (place === at % nodes.length ? { ...node, at: [at, at] } : node)),
  }),
  ({ nodes, ...rest }, at) => ({
    ...rest,
    nodes: nodes.map((node, place) => (place === at % nodes.length ? { ...node, name: `N${at}` } : node)),
  }),
  ({ edges, ...rest }, at) => ({ ...rest, edges: edges.filter((_, place) => place !== at % edges.length) }),
  ({ nodes, ...rest }, at) => ({ ...rest, nodes: nodes.filter((_, place) => place !== at % nodes.length) }),
  (document, at) => {
    const hazards = findHazards(document, kinds)
    const fixes = hazards.flatMap(({ finding }) => finding.fixes)
    return fixes[at % Math.max(1, fixes.length)]?.apply(document) ?? document
  },
  (document, at) => {
    const hazards = findHazards(document, kinds)
    const { rule, finding } = hazards[at % Math.max(1, hazards.length)] ?? {}
    const element = finding?.elements[0]
    if (rule === undefined || element === undefined) return document
    return { ...document, silenced: [{ rule: rule.id, element, reason: 'seen' }] }
  },
]

test('after any edits it finds what a look at the whole drawing finds, also where the drawing does not compile', () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: edits.length - 1 }), fc.nat({ max: 50 })), { maxLength: 6 })
  fc.assert(
    fc.property(fc.constantFrom(...drawings), steps, (drawing, chosen) => {
      const checker = hazardChecker(kinds)
      let document = drawing
      for (const [which, at] of chosen) {
        document = edits[which]?.(document, at) ?? document
        expect(texts(checker.check(document))).toEqual(texts(findHazards(document, kinds)))
      }
    }),
    { numRuns: 60 },
  )
})

test('a node that was moved is no reason to look again', () => {
  const checker = hazardChecker(kinds)
  const drawing = drawings[0] as TopologyDocument
  const before = checker.check(drawing)
  const moved = {
    ...drawing,
    nodes: drawing.nodes.map((node) => ({ ...node, at: [1, 2] as [number, number] })),
  }
  expect(checker.check(moved)).toBe(before)
})
