import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DocumentEdge, emptyDocument, type TopologyDocument } from './document.ts'
import { formatDocument, parseDocument } from './parse.ts'

const EXAMPLE = new URL('../../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)

function reread(document: TopologyDocument): TopologyDocument {
  const read = parseDocument(formatDocument(document))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

/** Objects of any key order: what stands in a file does not depend on how an editor built it. */
function shuffled<T extends object>(make: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return make.chain((value) =>
    fc
      .shuffledSubarray(Object.keys(value), { minLength: Object.keys(value).length })
      .map((keys) => Object.fromEntries(keys.map((key) => [key, value[key as keyof T]])) as T),
  )
}

const jsonObject = fc
  .dictionary(
    fc.string(),
    fc.json().map((text) => JSON.parse(text) as unknown),
    { maxKeys: 3 },
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
const policy = shuffled(
  fc.record(
    {
      capacity: fc.integer({ min: 1, max: 99 }),
      full: fc.constantFrom('block' as const, 'reject' as const, 'drop-oldest' as const),
      order: fc.constantFrom('fifo' as const, 'any' as const),
      contract: jsonObject,
      rounds: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: [] },
  ),
)
// Minus zero is no number that a file can hold.
const place = fc
  .oneof(fc.integer({ min: -9999, max: 9999 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => value + 0)
const document = fc
  .record({
    name: fc.string({ maxLength: 50 }),
    nodes: fc.array(
      shuffled(
        fc.record(
          {
            kind: fc.constantFrom('agent', 'output'),
            at: fc.tuple(place, place),
            name: fc.string({ maxLength: 50 }),
            config: jsonObject,
            policy: shuffled(fc.record({ attempts: fc.constant(2), timeout_ms: fc.constant(5) })),
          },
          { requiredKeys: ['kind', 'at'] },
        ),
      ),
      { maxLength: 4 },
    ),
    policies: fc.array(policy, { maxLength: 4 }),
  })
  .map(
    ({ name, nodes, policies }): TopologyDocument => ({
      synod: 1,
      name,
      nodes: nodes.map((node, at) => ({ ...node, id: `n${at}` })),
      edges: policies.map(
        (one, at): DocumentEdge => ({ policy: one, to: 'n1.in', from: 'n0.out', id: `e${at}` }),
      ),
    }),
  )

describe('the text of a document', () => {
  it('reads back as the same document, and writes again as the same text', () => {
    fc.assert(
      fc.property(document, (drawn) => {
        const text = formatDocument(drawn)
        expect(reread(drawn)).toEqual(drawn)
        expect(formatDocument(reread(drawn))).toBe(text)
      }),
    )
  })

  it('has one order of keys, whatever order they were set in', () => {
    const edge = { id: 'e', from: 'a.out', to: 'b.in' }
    const one = { ...emptyDocument(), edges: [{ ...edge, policy: { rounds: 2, capacity: 1 } }] }
    const two = { ...emptyDocument(), edges: [{ policy: { capacity: 1, rounds: 2 }, ...edge }] }
    expect(formatDocument(one)).toBe(formatDocument(two))
  })

  it('has one order of keys in groups and controllers too', () => {
    const saga = { undo: { b: 'c', a: 'c' } }
    const restart = { backoff_ms: 1, most: 2, within_ms: 3, strategy: 'one-for-one' } as const
    const drawn: TopologyDocument = {
      ...emptyDocument(),
      groups: [{ saga, restart, members: ['b', 'a'], id: 'g' }],
      controllers: [{ tokens: 5, type: 'budget', id: 'c', nodes: ['a'] }],
    }
    expect(formatDocument(reread(drawn))).toBe(formatDocument(drawn))
    expect(reread(drawn)).toEqual(drawn)
  })

  it('has one order of keys in properties and in what is silenced too', () => {
    const drawn: TopologyDocument = {
      ...emptyDocument(),
      properties: [
        { before: 'a.finished', never: 'b.started' },
        { of: 'b.started', at_most: 1 },
      ],
      silenced: [{ reason: 'It only reads.', element: 'b', rule: 'double-effect' }],
    }
    expect(formatDocument(reread(drawn))).toBe(formatDocument(drawn))
    expect(reread(drawn)).toEqual(drawn)
  })

  it('keeps a place on one line, so that moving a node is a change of one line', () => {
    const node = { id: 'a', kind: 'output', at: [1.5, -20] as [number, number] }
    const text = formatDocument({ ...emptyDocument(), nodes: [node] })
    expect(text).toContain('"at": [1.5, -20]')
    expect(text.endsWith('}\n')).toBe(true)
  })

  it('leaves text alone that looks like a place', () => {
    const config = { prompt: '[\n  1,\n  2\n]' }
    const node = { id: 'a', kind: 'output', at: [0, 0] as [number, number], config }
    expect(reread({ ...emptyDocument(), nodes: [node] }).nodes[0]?.config).toEqual(config)
  })

  it('is the text of the example, byte for byte up to its line breaks', () => {
    const read = parseDocument(readFileSync(EXAMPLE, 'utf8'))
    if (!read.ok) throw new Error(JSON.stringify(read.problems))
    expect(reread(read.value)).toEqual(read.value)
  })
})
