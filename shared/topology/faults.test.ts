import { describe, expect, it } from 'vitest'
import type { TopologyDocument } from './document.ts'
import { formatDocument, parseDocument, readDocument } from './parse.ts'
import { problemText } from './problem.ts'

const DRAWN = { synod: 1, name: 'drawn', nodes: [], edges: [] }

function read(faults: unknown): readonly string[] {
  const parsed = readDocument({ ...DRAWN, faults })
  return parsed.ok ? [] : parsed.problems.map(problemText)
}

describe('the faults of a drawing', () => {
  it('are read in every form, and written in one order', () => {
    const faults: NonNullable<TopologyDocument['faults']> = {
      host: { down_ms: 100, crash_at_ms: [5], crash_every_ms: 1000 },
      edges: [{ drop: 0.1, edge: 'review/e1', partition: [{ to_ms: 9, from_ms: 1 }] }],
      nodes: [
        { crash: 0.5, node: 'a', odds: { approve: 9 }, slow: { times: 3, chance: 0.1 } },
        { node: 'review/fix', latency: { type: 'lognormal', p95_ms: 9, p50_ms: 3 } },
      ],
    }
    expect(read(faults)).toEqual([])
    const text = formatDocument({ synod: 1, name: 'drawn', nodes: [], edges: [], faults })
    expect(parseDocument(text)).toMatchObject({ ok: true, value: { faults } })
    expect(text.indexOf('"nodes": [\n      {\n        "node": "a"')).toBeGreaterThan(0)
    const again = parseDocument(text)
    expect(again.ok && formatDocument(again.value)).toBe(text)
  })

  it.each([
    ['a chance above one', { edges: [{ edge: 'e', drop: 1.5 }] }, /^faults\.edges\[0\]\.drop: /],
    [
      'more than all',
      { nodes: [{ node: 'a', crash: 0.6, hang: 0.6 }] },
      /^faults\.nodes\[0\]: .* 1 together/,
    ],
    ['an unknown fault', { nodes: [{ node: 'a', fire: 1 }] }, /^faults\.nodes\[0\]\.fire: unknown key/],
    ['no node', { nodes: [{ crash: 0.1 }] }, /^faults\.nodes\[0\]\.node: /],
    ['an id that is none', { edges: [{ edge: '../e' }] }, /^faults\.edges\[0\]\.edge: /],
    [
      'a window that ends before it begins',
      { edges: [{ edge: 'e', partition: [{ from_ms: 5, to_ms: 5 }] }] },
      /^faults\.edges\[0\]\.partition\[0\]\.to_ms: /,
    ],
    [
      'a 95th below the middle',
      { nodes: [{ node: 'a', latency: { type: 'lognormal', p50_ms: 9, p95_ms: 3 } }] },
      /^faults\.nodes\[0\]\.latency\.p95_ms: /,
    ],
    [
      'a distribution that is not known',
      { nodes: [{ node: 'a', latency: { type: 'normal', p50_ms: 9 } }] },
      /^faults\.nodes\[0\]\.latency/,
    ],
  ])('are refused with %s', (_what, faults, problem) => {
    expect(read(faults)).toEqual([expect.stringMatching(problem)])
  })
})
