import { describe, expect, test } from 'vitest'
import { voteSchema } from '../../../shared/nodes/vote/config.ts'
import type { Json } from '../../../shared/topology/payload.ts'
import { callOf, watch } from '../model/testing/effect-harness.ts'
import { createEvalExecutor } from './eval-executor.ts'

const executor = createEvalExecutor()

async function counted(config: object, answers: { readonly [port: string]: Json }, judgement?: Json) {
  const watched = watch()
  const ballots = Object.fromEntries(
    Object.entries(answers).map(([port, answer]) => [port, { answer: watched.payloads.put(answer) }]),
  )
  const more = judgement === undefined ? {} : { judgement: watched.payloads.put(judgement) }
  const call = callOf(
    'eval',
    voteSchema.parse(config),
    { ballots, ...more },
    { node: 'vote', nodeName: 'Council', tag: 'tally' },
  )
  const outcome = await executor.perform(call, watched.io)
  const error = outcome.refs['error'] === undefined ? '' : watched.content(outcome, 'error')
  return { classes: outcome.control['classes'], tag: outcome.tag, error }
}

describe('ballots are the same', () => {
  test('when the field is, whatever the order of its keys', async () => {
    const { classes } = await counted({}, { a: { x: 1, y: [2] }, b: { y: [2], x: 1 }, c: { x: 1, y: [3] } })
    expect(classes).toEqual({ a: 0, b: 0, c: 1 })
  })

  test('when an expression gives the same; where it gives nothing the ballot is void', async () => {
    const answers = { a: { fix: 'one', at: 1 }, b: { fix: 'one', at: 2 }, c: 'none' }
    const { classes } = await counted({ equal: 'path', ballot: 'in.answer.fix' }, answers)
    expect(classes).toEqual({ a: 0, b: 0 })
  })

  test('when a judge says so; whom it names twice or not at all is void', async () => {
    const answers = { a: 'one', b: 'two', c: 'ONE' }
    const judged = async (same: Json): Promise<unknown> =>
      (await counted({ equal: 'judge' }, answers, { same })).classes
    expect(await judged([[1, 3], [2]])).toEqual({ a: 0, b: 1, c: 0 })
    expect(await judged([[1, 3], [3]])).toEqual({ a: 0 })
    expect(await judged([[1, 9]])).toEqual({ a: 0 })
  })
})

test('what cannot be compared is an error that names the vote', async () => {
  const expression = await counted({ equal: 'path', ballot: 'in.answer +' }, { a: 'x' })
  expect([expression.tag, expression.error]).toEqual([
    'error',
    expect.stringMatching(/^Council \(vote\): the ballots cannot be compared\. \{\{in\.answer \+\}\}/),
  ])
  const judge = await counted({ equal: 'judge' }, { a: 'x' }, 'they are all good')
  expect(judge.error).toMatch(/the judge did not say which ballots are the same/)
})
