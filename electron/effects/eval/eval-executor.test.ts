import { describe, expect, test } from 'vitest'
import type { Json } from '../../../shared/topology/payload.ts'
import { callOf, watch } from '../model/testing/effect-harness.ts'
import { createEvalExecutor } from './eval-executor.ts'

const executor = createEvalExecutor()

async function evaluated(config: unknown, message: Json, node = 'gate') {
  const watched = watch()
  const call = callOf(
    'eval',
    config,
    { in: watched.payloads.put(message) },
    { node, nodeName: 'Severity', tag: 'decide' },
  )
  const outcome = await executor.perform(call, watched.io)
  const error = outcome.refs['error'] === undefined ? '' : watched.content(outcome, 'error')
  return { outcome, error }
}

describe('a router', () => {
  const config = {
    cases: [
      { port: 'high', when: 'in.score > 7' },
      { port: 'some', when: 'in.findings' },
    ],
  }

  test.each([
    [{ score: 9 }, 'high'],
    [{ score: 1, findings: ['a'] }, 'some'],
    [{ score: 1, findings: [] }, 'otherwise'],
    [{}, 'otherwise'],
    [{ findings: 'false' }, 'some'],
  ])('%j leaves by %s', async (message, port) => {
    const { outcome } = await evaluated(config, message)
    expect(outcome).toEqual({ tag: 'ok', control: { port }, refs: {} })
  })

  test('a condition that fails names the node, the port and the expression', async () => {
    const { outcome, error } = await evaluated({ cases: [{ port: 'a', when: 'in.x +' }] }, {})
    expect(outcome.control).toEqual({ code: 'expression', retryable: false, happened: 'no' })
    expect(error).toMatch(/^Severity \(gate\): the condition of "a" cannot be decided\. \{\{in\.x \+\}\}/)
  })

  test('the message is a record of refs', async () => {
    const watched = watch()
    const payload = { in: { score: watched.payloads.put(9) } }
    const outcome = await executor.perform(callOf('eval', config, payload), watched.io)
    expect(outcome.control).toEqual({ port: 'high' })
  })
})

describe('a contract', () => {
  const schema = {
    type: 'object',
    properties: {
      findings: { type: 'number' },
      level: { enum: ['low', 'high'] },
      items: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id'],
          additionalProperties: false,
          properties: { id: { type: 'string', pattern: '^[a-z]+$' } },
        },
      },
    },
    required: ['findings'],
  }

  test('lets through what meets it', async () => {
    const { outcome } = await evaluated({ schema }, { findings: 1, items: [{ id: 'a' }] })
    expect(outcome).toEqual({ tag: 'ok', control: {}, refs: {} })
  })

  test.each([
    [{ findings: 'three' }, 'findings must be number, but is "three"'],
    [{}, 'the value must have the field "findings"'],
    [{ findings: 1, level: 'x' }, 'level must be one of ["low","high"], but is "x"'],
    [{ findings: 1, items: [{ id: 'a' }, {}] }, 'items[1] must have the field "id"'],
    [{ findings: 1, items: [{ id: 'a', b: 1 }] }, 'items[0] must not have the field "b"'],
    [{ findings: 1, items: [{ id: 'A' }] }, 'items[0].id must match pattern "^[a-z]+$", but is "A"'],
  ])('%j is a breach that names edge, field and expectation', async (message, problem) => {
    const { outcome, error } = await evaluated({ schema }, message, 'e1.contract')
    expect(outcome).toMatchObject({ tag: 'breach', control: {} })
    expect(error).toBe(`Edge e1: a message does not meet its contract: ${problem}`)
  })

  test.each([
    [{ type: 'nonsense' }, /type/],
    [{ requird: ['a'] }, /unknown keyword: "requird"/],
    [{ $ref: 'https://example.org/schema.json' }, /can't resolve reference/],
    [{ $async: true, type: 'object' }, /"\$async" is not allowed/],
    [{ type: 'string', pattern: '(' }, /regular expression/i],
  ])('%j cannot be used, which is an error and no breach', async (broken, message) => {
    const { outcome, error } = await evaluated({ schema: broken }, 'x', 'e1.contract')
    expect(outcome).toMatchObject({ tag: 'error', control: { code: 'schema', retryable: false } })
    expect(error).toMatch(message)
  })

  test('a pattern that backtracks without end is interrupted', async () => {
    const { outcome, error } = await evaluated({ schema: { pattern: '^(a+)+$' } }, `${'a'.repeat(40)}!`)
    expect(outcome.tag).toBe('breach')
    expect(error).toMatch(/cannot be checked/)
  })

  test('older drafts are read too', async () => {
    const tuple = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }
    expect((await evaluated({ schema: tuple }, ['a'])).outcome.tag).toBe('ok')
    expect((await evaluated({ schema: tuple }, [1])).outcome.tag).toBe('breach')
  })
})
