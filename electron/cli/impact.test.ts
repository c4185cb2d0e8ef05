import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { draw } from '../../shared/hazards/testing/draw.ts'
import { type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const path = join(folder, 'gate.json')
const agent = ['agent', { model: 'standin', prompt: 'Do it' }] as const
const gate = draw(
  'gate',
  { task: ['input'], ok: ['gate', { ask: 'Go on?' }], work: agent, beside: agent, end: ['output'] },
  ['task.out ok.in', 'ok.approved work.in', 'work.out end.in', 'task.out beside.in'],
)
writeFileSync(path, JSON.stringify(gate))

it('tells what stops and what survives, each with a reason', async () => {
  const { code, out } = await type(['impact', path, 'ok'])
  expect(code).toBe(0)
  expect(out).toContain(
    'If "ok" is silent: 2 stop, 0 degrade, 2 survive; the run waits for ever for an answer.',
  )
  expect(out).toContain('stops\n  work, shown\n    Every way to it leads over "ok".')
  expect(out).toContain('survives\n  task, shown\n    The run begins with it.')
})

it('gives one object as JSON', async () => {
  const { code, out } = await type(['impact', path, 'work', '--how', 'silent', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    element: 'work',
    way: 'silent',
    failed: ['work'],
    nodes: expect.arrayContaining([
      expect.objectContaining({
        element: 'end',
        effect: 'stops',
        word: 'shown',
        path: ['work', 'e3', 'end'],
      }),
    ]),
    open: [],
  })
})

it('refuses what is not in the drawing, and a way in which nothing of the kind fails', async () => {
  const unknown = await type(['impact', path, 'nobody'])
  expect(unknown.code).toBe(2)
  expect(unknown.err).toContain('has no node, edge or group "nobody"')
  expect(await type(['impact', path, 'end', '--how', 'fails'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('it can only be silent'),
  })
})
