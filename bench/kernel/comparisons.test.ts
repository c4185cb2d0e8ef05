import { expect, test } from 'vitest'
import { REQUIRED_RATIOS } from './comparisons.ts'

test('all ratios that the project promises are required; a peer that may not install is not', () => {
  expect(REQUIRED_RATIOS).toEqual([
    'langgraph.memory.pipeline',
    'langgraph.memory.fanout',
    'langgraph.memory.pingpong',
    'langgraph.durable.pipeline',
    'langgraph.durable.fanout',
    'langgraph.durable.pingpong',
    'xstate.memory.pipeline',
    'xstate.memory.fanout',
    'xstate.memory.pingpong',
    'group.durable.pipeline',
    'langgraph.peak.memory',
    'langgraph.peak.durable',
  ])
})
