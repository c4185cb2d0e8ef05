import { expect, it } from 'vitest'
import { edgeFaultWords, nodeFaultWords } from './fault-words.ts'

it('says what is set, and nothing of what is not', () => {
  expect(nodeFaultWords({ node: 'fix', wrong: 0.3, hang: 0.005 })).toBe('wrong 30\u202f%, hangs 0.5\u202f%')
  expect(nodeFaultWords({ node: 'fix', latency: { type: 'constant', p50_ms: 5 } })).toBe('takes its own time')
  expect(edgeFaultWords({ edge: 'e1', drop: 0.1, partition: [{ from_ms: 10_000, to_ms: 40_000 }] })).toBe(
    'loses 10\u202f%, cut from 10 s to 40 s',
  )
})
