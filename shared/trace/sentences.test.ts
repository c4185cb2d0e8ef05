import { expect, it } from 'vitest'
import { sentenceOf } from './sentences.ts'
import { recordRun } from './testing/record.ts'
import { Trace } from './trace.ts'
import { listText, seconds } from './words.ts'

it('tells a run as a person would', async () => {
  const run = await recordRun()
  const trace = new Trace(run.plan)
  trace.append(run.records)
  const told = run.records.map((record) => sentenceOf(trace, record))
  for (const sentence of [
    'Issue starts the run, sends task and depth to minimist 1.2.5',
    'minimist 1.2.5 is open, sends change to Reviewer and Test writer',
    'minimist 1.2.5 hands Test writer a worktree',
    'Fixer: the model calls npm-test',
    'Verifier receives change and patch from Fixer',
    'Verifier: its command failed (npm ci: ECONNRESET)',
    'Verifier tries its command again, attempt 2 of 3',
    'Verifier: its command ended with exit 1, sends report to Fixer',
    'Deploy this change? receives report from Verifier, asks a person',
    'Deploy this change?: a person answers approve, sends approval to Deploy',
    'Result receives result from Deploy',
  ])
    expect(told).toContain(sentence)
  for (const sentence of told) expect(sentence).not.toMatch(/undefined|\[object|null/)
})

it('tells how a run is stopped', async () => {
  const run = await recordRun({ cancelAfter: 20 })
  const trace = new Trace(run.plan)
  trace.append(run.records)
  const told = run.records.map((record) => sentenceOf(trace, record))
  expect(told).toContain('The run is being stopped')
  expect(told).toContain('Fixer stops')
})

it('writes lists and times', () => {
  expect(listText(['a', 'b', 'c'])).toBe('a, b and c')
  expect([120, 1600, 59_000, 61_000, 3_600_000].map(seconds)).toEqual([
    '120 ms',
    '1.6 s',
    '59 s',
    '1 min 1 s',
    '1 h',
  ])
})
