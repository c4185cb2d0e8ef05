import { expect, it } from 'vitest'
import type { AskView } from '../../shared/api/contract.ts'
import { changesBetween, commandText } from './changes.ts'
import { readReport, titleText } from './report.ts'

function ask(shown: Partial<AskView['shown']>): AskView {
  return {
    ...{
      run: 'r',
      runName: 'Run',
      ask: 'ok:1',
      node: 'ok',
      nodeName: 'Gate',
      type: 'gate',
      question: 'Go on?',
    },
    ...{ askedAt: 0, digest: 'd', probe: null, decision: null },
    ...{ deadline: null, tally: null, answers: [], votes: [], content: null },
    shown: { command: null, diff: [], fromCommit: null, toCommit: null, evidence: [], ...shown },
  }
}

it('names what is no longer as it was shown', () => {
  const file = { file: 'a.js', added: 1, removed: 0, patch: '+a' }
  const before = ask({ diff: [file], toCommit: 'aaaaaaaaaa', evidence: [{ title: 'report', body: '1' }] })
  expect(changesBetween(before, before)).toEqual([])
  const after = ask({
    diff: [{ ...file, file: 'b.js' }],
    toCommit: 'bbbbbbbbbbbb',
    command: { argv: ['x'], node: 'Deploy', class: 'once', cwd: '/' },
    evidence: [{ title: 'report', body: '2' }],
  })
  expect(changesBetween(before, after)).toEqual([
    'the command',
    'the commit, now bbbbbbbb',
    'a.js, no longer changed',
    'b.js',
    'the evidence "report"',
  ])
})

it('shows where one argument ends and the next begins', () => {
  expect(commandText(['git', 'push', 'a b', '', '$HOME'])).toBe('git push "a b" "" "$HOME"')
})

it('reads the numbers of a report and nothing into other texts', () => {
  expect(readReport('{"passed":3,"failed":1,"files":[{"file":"a.js","passed":3,"failed":1}]}')).toEqual({
    passed: 3,
    failed: 1,
    notes: ['a.js: 3 passed, 1 failed'],
  })
  expect(readReport('3 passed')).toBeNull()
  expect(readReport('{"passed":"3","failed":1}')).toBeNull()
  expect(titleText('tests.answer.summary')).toBe('Tests: summary')
})
