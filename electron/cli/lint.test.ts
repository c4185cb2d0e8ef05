import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TWINS } from '../../shared/hazards/testing/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()

function file(name: string, document: TopologyDocument): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(document))
  return path
}

const bypass = TWINS.find(({ rule }) => rule === 'gate-bypass')
if (bypass === undefined) throw new Error('no twin with a way around a gate')

it('tells what can go wrong, and exits with 1 for an error', async () => {
  const { code, out } = await type(['lint', file('bypass.json', bypass.has)])
  expect(code).toBe(1)
  expect(out).toContain('error: Way around a gate [gate-bypass] at push, ok')
  expect(out).toContain(
    '"push" acts behind "ok", but a message may come to it from "size" with nobody asked.',
  )
  expect(out).toContain('on the canvas: Ask before "push" on the way around')
})

it('gives one object as JSON, with everything that the canvas shows', async () => {
  const { code, out } = await type(['lint', file('json.json', bypass.has), '--json'])
  expect(code).toBe(1)
  const { problems, hazards } = JSON.parse(out)
  expect(problems).toEqual([])
  expect(hazards[0]).toEqual({
    rule: 'gate-bypass',
    row: 18,
    title: 'Way around a gate',
    level: 'error',
    elements: ['push', 'ok', 'e2'],
    sentence: expect.any(String),
    assumption: 'with no fault at all',
    remedy: expect.any(String),
    fixes: ['Ask before "push" on the way around'],
    property: 'approved',
    silenced: null,
  })
})

it('does not hold against a file what somebody has accepted', async () => {
  const silenced = [{ rule: 'gate-bypass', element: 'push', reason: 'a typo needs nobody' }]
  const path = file('accepted.json', { ...bypass.has, silenced })
  const { code, out } = await type(['lint', path])
  expect(code).toBe(0)
  expect(out).not.toContain('Way around a gate')
  expect(out).toContain('1 accepted')
  expect(JSON.parse((await type(['lint', path, '--json'])).out).hazards).toContainEqual(
    expect.objectContaining({ rule: 'gate-bypass', silenced: 'a typo needs nobody' }),
  )
})

it('warns where no error is, and exits with 0', async () => {
  expect(await type(['lint', file('repaired.json', bypass.repaired)])).toMatchObject({ code: 0 })
})
