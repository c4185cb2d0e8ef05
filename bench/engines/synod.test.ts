import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { AT_ONCE, HOPS, SHAPES, STAGES } from './engine.ts'
import { newPayload } from './payload.ts'
import { synodEngine } from './synod.ts'

const folder = mkdtempSync(join(tmpdir(), 'synod-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

const engine = synodEngine('test')

test('every hop makes a payload of 1 KiB that was not there before', () => {
  const payloads = Array.from({ length: 10 }, () => newPayload())
  expect(new Set(payloads).size).toBe(10)
  for (const payload of payloads) expect(payload).toHaveLength(1024)
})

test('each shape runs to its end with as many hops as are counted', async () => {
  const session = await engine.open('memory', folder)
  for (const shape of SHAPES) expect(await session.run(shape)).toBe(HOPS[shape])
  await session.close()
})

test('a group is as many pipelines at once', async () => {
  const session = await engine.open('group', folder)
  expect(await session.run('pipeline')).toBe(AT_ONCE * STAGES)
  await session.close()
})
