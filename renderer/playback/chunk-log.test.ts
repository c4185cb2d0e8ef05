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
