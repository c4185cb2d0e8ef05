import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaveLoops, raiseRound, roundOf } from '../kernel/activation.ts'
import { type Arc, findLoops, loopsByNode, loopsLeft } from './loops.ts'

function arcs(...pairs: readonly string[]): readonly Arc[] {
  return pairs.map((pair) => ({ from: pair.charAt(0), to: pair.charAt(1) }))
}

function nodesOf(drawn: readonly Arc[]): readonly string[] {
  return [...new Set(drawn.flatMap(({ from, to }) => [from, to]))]
}

/** What leads back, as `xy`, and each loop as `header: body`. */
function found(entry: string, ...pairs: readonly string[]): { back: string[]; bodies: string[] } {
  const drawn = arcs(...pairs)
  const loops = findLoops(nodesOf(drawn), drawn, entry)
  return {
    back: [...loops.back].map(([at]) => `${drawn[at]?.from}${drawn[at]?.to}`),
    bodies: [...loops.bodies].map(([header, body]) => `${header}: ${[...body].sort().join('')}`),
  }
}

function leaves(entry: string, arc: string, ...pairs: readonly string[]): readonly string[] {
  const drawn = arcs(...pairs)
  const [one] = arcs(arc)
  return loopsLeft(loopsByNode(findLoops(nodesOf(drawn), drawn, entry)), one as Arc)
}

describe('the loops of a drawing', () => {
  it.each([
    ['a chain has none', 'ab bc', [], []],
    ['a diamond has none', 'ab ac bd cd', [], []],
    ['a node that sends to itself', 'ab bb', ['bb'], ['b: b']],
    ['a loop with its way out', 'ab bc cb cd', ['cb'], ['b: bc']],
    ['two ways back to one header are one loop', 'ab bc cb bd db', ['cb', 'db'], ['b: bcd']],
    ['a loop in a loop', 'ab bc cd dc db de', ['dc', 'db'], ['c: cd', 'b: bcd']],
    ['two loops one after the other', 'ab bc cb cd de ed', ['cb', 'ed'], ['b: bc', 'd: de']],
    ['a loop that the entry does not reach', 'ab cd dc', ['dc'], ['c: cd']],
    ['a loop through the entry', 'ab ba', ['ba'], ['a: ab']],
  ])('%s', (_what, pairs, back, bodies) => {
    expect(found('a', ...pairs.split(' '))).toEqual({ back, bodies })
  })

  it('are left by arcs out of their body, the inner one also by the arc back to the outer header', () => {
    const nested = 'ab bc cd dc db de'.split(' ')
    expect(leaves('a', 'de', ...nested)).toEqual(['c', 'b'])
    expect(leaves('a', 'db', ...nested)).toEqual(['c'])
    expect(leaves('a', 'dc', ...nested)).toEqual([])
    expect(leaves('a', 'bc', ...nested)).toEqual([])
    expect(leaves('a', 'ab', ...nested)).toEqual([])
  })

  it('do not exhaust the stack: a ring of 20,000 nodes', () => {
    const ring = Array.from({ length: 20_000 }, (_, at) => ({ from: `n${at}`, to: `n${(at + 1) % 20_000}` }))
    const loops = findLoops(
      ring.map((arc) => arc.from),
      ring,
      'n0',
    )
    expect([...loops.back]).toEqual([[19_999, 'n0']])
    expect(loops.bodies.get('n0')?.size).toBe(20_000)
  })
})

const LETTERS = 'abcdefgh'
const letter = fc.constantFrom(...LETTERS)
const graph = fc
  .array(fc.tuple(letter, letter), { maxLength: 20 })
  .map((pairs) => pairs.map(([from, to]): Arc => ({ from, to })))

/** Structured drawings: sequences, branches and loops with one way in, as people draw them. */
const structured: fc.Arbitrary<readonly Arc[]> = fc
  .letrec<{ part: Part }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant<Part>({ type: 'node' }),
      fc.record({ type: fc.constant('sequence' as const), parts: fc.array(tie('part'), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('branch' as const), parts: fc.array(tie('part'), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('loop' as const), body: tie('part') }),
    ),
  }))
  .part.map((part) => {
    const drawn: Arc[] = []
    draw(part, drawn, { count: 0 })
    return drawn
  })

type Part =
  | { readonly type: 'node' }
  | { readonly type: 'sequence' | 'branch'; readonly parts: readonly Part[] }
  | { readonly type: 'loop'; readonly body: Part }

/** Draws a part; every part has one node where it is entered and one where it is left. */
function draw(part: Part, drawn: Arc[], names: { count: number }): { first: string; last: string } {
  const name = (): string => {
    names.count += 1
    return `n${names.count}`
  }
  const first = name()
  if (part.type === 'node') return { first, last: first }
  if (part.type === 'loop') {
    const inner = draw(part.body, drawn, names)
    const last = name()
    drawn.push({ from: first, to: inner.first }, { from: inner.last, to: last }, { from: last, to: first })
    return { first, last }
  }
  if (part.type === 'branch') {
    const ends = part.parts.map((one) => draw(one, drawn, names))
    const last = name()
    drawn.push(
      ...ends.flatMap((end) => [
        { from: first, to: end.first },
        { from: end.last, to: last },
      ]),
    )
    if (ends.length === 0) drawn.push({ from: first, to: last })
    return { first, last }
  }
  let last = first
  for (const one of part.parts) {
    const next = draw(one, drawn, names)
    drawn.push({ from: last, to: next.first })
    last = next.last
  }
  return { first, last }
}

function hasCycle(drawn: readonly Arc[]): boolean {
  let left = drawn
  for (;;) {
    const targets = new Set(left.map((arc) => arc.to))
    const rest = left.filter((arc) => targets.has(arc.from))
    if (rest.length === left.length) return left.length > 0
    left = rest
  }
}

/** How many arcs of each simple cycle lead back. */
function backCounts(drawn: readonly Arc[], back: ReadonlyMap<number, string>): readonly number[] {
  const counts: number[] = []
  const walk = (start: string, node: string, path: readonly number[], seen: ReadonlySet<string>): void => {
    drawn.forEach((arc, at) => {
      if (arc.from !== node) return
      if (arc.to === start) counts.push([...path, at].filter((one) => back.has(one)).length)
      // Each cycle once: from its least node.
      else if (arc.to > start && !seen.has(arc.to))
        walk(start, arc.to, [...path, at], new Set([...seen, arc.to]))
    })
  }
  for (const node of nodesOf(drawn)) walk(node, node, [], new Set([node]))
  return counts
}

describe('any drawing', () => {
  it('has no cycle left without the arcs that lead back, and none leads back without a cycle', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const { back } = findLoops([...LETTERS], drawn, 'a')
        expect(hasCycle(drawn.filter((_, at) => !back.has(at)))).toBe(false)
        if (!hasCycle(drawn)) expect(back.size).toBe(0)
        for (const [at, header] of back) expect(drawn[at]?.to).toBe(header)
      }),
    )
  })

  it('has exactly one arc that leads back on each cycle, where every loop has one way in', () => {
    fc.assert(
      fc.property(structured, (drawn) => {
        const { back } = findLoops(nodesOf(drawn), drawn, 'n1')
        for (const count of backCounts(drawn, back)) expect(count).toBe(1)
      }),
    )
  })

  it('lets no message go round for ever, however its loops cross', () => {
    const rounds = 2
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (drawn, picks) => {
        const { back, bodies } = findLoops([...LETTERS], drawn, 'a')
        const holding = loopsByNode({ back, bodies })
        let node = drawn[0]?.from ?? 'a'
        let activation = ''
        let hops = 0
        for (const pick of picks) {
          const open = drawn.flatMap((arc, at) => {
            const header = back.get(at)
            const spent = header !== undefined && roundOf(activation, header) >= rounds
            return arc.from === node && !spent ? [{ arc, header }] : []
          })
          const next = open[pick % Math.max(1, open.length)]
          if (next === undefined) break
          activation = leaveLoops(activation, loopsLeft(holding, next.arc))
          if (next.header !== undefined) activation = raiseRound(activation, next.header)
          node = next.arc.to
          hops += 1
          // Each of 8 loops may be gone round twice for each round of all that are around it.
          expect(hops).toBeLessThan(8 * 3 ** 8)
          expect(activation.split('/').length).toBeLessThanOrEqual(8)
        }
      }),
    )
  })

  it('is left with no round once a message is outside of all loops', () => {
    fc.assert(
      fc.property(structured, (drawn) => {
        const loops = findLoops(nodesOf(drawn), drawn, 'n1')
        const holding = loopsByNode(loops)
        for (const arc of drawn) {
          const inside = holding.get(arc.from) ?? []
          const rest = leaveLoops(inside.map((header) => `${header}#1`).join('/'), loopsLeft(holding, arc))
          expect(rest).toBe(
            inside
              .filter((header) => loops.bodies.get(header)?.has(arc.to) === true)
              .map((header) => `${header}#1`)
              .join('/'),
          )
        }
      }),
    )
  })
})
