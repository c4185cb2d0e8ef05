import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { parseDocument } from '../topology/parse.ts'
import { findHazards } from './index.ts'
import { draw } from './testing/draw.ts'

const ROOT = new URL('../../', import.meta.url)
const WORK = { run: ['true'], class: 'pure' }

test.each(globSync('examples/*/*.synod.json', { cwd: ROOT }))('%s has no error', (path) => {
  const parsed = parseDocument(readFileSync(new URL(path, ROOT), 'utf8'))
  if (!parsed.ok) throw new Error(path)
  const errors = findHazards(parsed.value, kinds).filter(({ level }) => level === 'error')
  expect(errors.map(({ finding }) => finding.sentence)).toEqual([])
})

// What people draw first must not meet them with warnings.
test.each([
  draw('A line', { task: ['input'], write: ['agent'], end: ['output'] }, [
    'task.out write.in',
    'write.out end.in',
  ]),
  draw('Two agents', { task: ['input'], plan: ['agent'], write: ['agent'], end: ['output'] }, [
    'task.out plan.in',
    'plan.out write.in',
    'write.out end.in',
  ]),
  draw('A command', { task: ['input'], build: ['command', WORK], end: ['output'] }, [
    'task.out build.in',
    'build.out end.in',
  ]),
  draw(
    'A fan and a join',
    {
      task: ['input'],
      one: ['command', WORK],
      two: ['command', WORK],
      both: ['join', { inputs: ['a', 'b'] }],
      end: ['output'],
    },
    ['task.out one.in', 'task.out two.in', 'one.out both.a', 'two.out both.b', 'both.out end.in'],
  ),
  draw(
    'A gate',
    {
      task: ['input'],
      write: ['agent'],
      ok: ['gate', { ask: 'Is it right?' }],
      end: ['output'],
      no: ['output'],
    },
    [
      'task.out write.in',
      'write.out ok.in',
      'ok.approved end.in',
      'ok.rejected no.in',
      'ok.exhausted no.in',
      'ok.revise write.in',
    ],
  ),
  draw(
    'Two that are routed to one end',
    {
      task: ['input'],
      sort: ['router', { cases: [{ port: 'bug', when: 'true' }] }],
      fix: ['agent'],
      talk: ['agent'],
      end: ['output'],
    },
    ['task.out sort.in', 'sort.bug fix.in', 'sort.otherwise talk.in', 'fix.out end.in', 'talk.out end.in'],
  ),
])('an ordinary small drawing has notes at most: $name', (drawing) => {
  const grave = findHazards(drawing, kinds).filter(({ level }) => level !== 'note')
  expect(grave.map(({ rule, finding }) => `${rule.id}: ${finding.sentence}`)).toEqual([])
})
