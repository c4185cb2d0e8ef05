import { expect, test } from 'vitest'
import { commandKind } from '../../../shared/nodes/command/index.ts'
import type { Json } from '../../../shared/topology/payload.ts'
import { callOf, watch } from '../model/testing/effect-harness.ts'
import { resolvePayload } from '../resolve.ts'
import { createEvalExecutor } from './eval-executor.ts'

const executor = createEvalExecutor()

async function picked(
  config: object,
  result: Json,
  store: Json = {},
): Promise<{ readonly [part: string]: Json }> {
  const watched = watch()
  const put = (value: Json): string => watched.payloads.put(value)
  const payload = { in: put({ by: 2 }), result: put(result), store: put(store) }
  const call = callOf('eval', commandKind.schema.parse({ run: ['x'], ...config }), payload, {
    node: 'writer',
    nodeName: 'Writer',
    tag: 'pick',
    control: { pick: true },
  })
  const { tag, refs } = await executor.perform(call, watched.io)
  return { tag, ...(resolvePayload(refs, watched.payloads) as { readonly [part: string]: Json }) }
}

test('a decision is the part of the result with its name, or all of it', async () => {
  const config = { decides: ['api-style', 'schema'] }
  expect(await picked(config, { 'api-style': 'REST', more: 1 })).toEqual({
    tag: 'ok',
    decided: { 'api-style': 'REST', schema: { 'api-style': 'REST', more: 1 } },
    values: {},
  })
  expect((await picked(config, 'REST'))['decided']).toEqual({ 'api-style': 'REST', schema: 'REST' })
})

test('an update is an expression over the result, the message and what was read', async () => {
  const updates = [
    { key: 'list', value: '$append(store.list, result)' },
    { key: 'count', value: 'store.count + in.by' },
  ]
  expect((await picked({ updates }, 'b', { list: ['a'], count: 1 }))['values']).toEqual({
    list: ['a', 'b'],
    count: 3,
  })
})

test('an update that gives nothing, or cannot be evaluated, is an error that names the node', async () => {
  for (const [value, told] of [
    ['result.missing', /^Writer \(writer\): .*\{\{result\.missing\}\}: it gives nothing to write to "list"/],
    ['result +', /^Writer \(writer\): .*\{\{result \+\}\}/],
  ] as const) {
    const { tag, error } = await picked({ updates: [{ key: 'list', value }] }, {})
    expect([tag, error]).toEqual(['error', expect.stringMatching(told)])
  }
})
