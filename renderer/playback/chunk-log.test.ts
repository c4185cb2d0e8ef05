import { expect, it } from 'vitest'
import type { Chunk } from '../../shared/api/contract.ts'
import { ChunkLog } from './chunk-log.ts'

function chunks(...parts: readonly [attempt: number, type: Chunk['type'], data: string][]): readonly Chunk[] {
  return parts.map(([attempt, type, data], at) => ({
    ...{ seq: at + 1, effect: 'fix:1', attempt, at: 1000 + at * 10, type, data },
  }))
}

it('joins what belongs together and marks what a later attempt has replaced', () => {
  const log = new ChunkLog()
  log.append(
    chunks(
      [1, 'reasoning', 'The '],
      [1, 'reasoning', 'key'],
      [1, 'text', 'half an an'],
      [1, 'usage', '{"inputTokens":10,"outputTokens":2,"costUsd":0}'],
      [2, 'text', 'A whole '],
      [2, 'text', 'answer'],
      [2, 'usage', '{"inputTokens":11,"outputTokens":4,"costUsd":0}'],
    ),
  )
  const told = log.segments('fix:1', Infinity).map((one) => [one.type, one.text, one.superseded])
  expect(told).toEqual([
    ['reasoning', 'The key', true],
    ['text', 'half an an', true],
    ['text', 'A whole answer', false],
  ])
  expect(log.tail('fix:1', Infinity, 20)).toBe('A whole answer')
  expect(log.usage('fix:1', Infinity)).toMatchObject({ inputTokens: 21, outputTokens: 6 })
})

it('shows the stream of an earlier moment', () => {
  const log = new ChunkLog()
  log.append(chunks([1, 'text', 'a'], [1, 'text', 'b'], [2, 'text', 'c']))
  expect(log.segments('fix:1', 1010)).toMatchObject([{ text: 'ab', superseded: false }])
  expect(log.segments('fix:1', 999)).toEqual([])
  log.append(chunks([1, 'text', 'a']))
  expect(log.last).toBe(3)
})

it('keeps what is told about an effect apart from what it says', () => {
  const log = new ChunkLog()
  const told = (seq: number, type: 'text' | 'suspicion' | 'probe', data: string) => ({
    ...{ seq, effect: 'a:1', attempt: 1, at: seq * 10, type, data },
  })
  log.append([
    told(1, 'text', 'Hello'),
    told(2, 'suspicion', '{"phi":8.41,"silent_ms":26000}'),
    told(3, 'probe', '{"answer":"unknown","evidence":"no answer"}'),
    told(4, 'probe', 'broken'),
  ])
  expect(log.phi('a:1', 10)).toBe(null)
  expect(log.phi('a:1', 20)).toBe(8.41)
  expect(log.probes('a:1', 40)).toEqual([{ answer: 'unknown', evidence: 'no answer', at: 30 }])
  expect(log.segments('a:1', 40)).toHaveLength(1)
})
