import { expect, it } from 'vitest'
import type { AskSummary } from './contract.ts'
import { newNotices } from './notice.ts'

function ask(id: string): AskSummary {
  return {
    ...{ run: 'r', runName: 'Ship', ask: id, node: 'ok', nodeName: 'Approve', type: 'gate' },
    ...{ question: 'Deploy?', askedAt: 0, deadline: null, tally: null },
  }
}

it('tells of each question once, and again only when it is another', () => {
  const first = newNotices(new Set(), [ask('ok:1')])
  expect(first.notices).toEqual([
    { key: 'r ok:1', run: 'r', ask: 'ok:1', title: 'Approve waits for you', body: 'Deploy?\nShip' },
  ])
  expect(newNotices(first.now, [ask('ok:1')]).notices).toEqual([])
  expect(newNotices(first.now, [ask('ok:1'), ask('ok:2')]).notices.map((one) => one.ask)).toEqual(['ok:2'])
})
