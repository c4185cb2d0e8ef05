import { expect, it } from 'vitest'
import type { AskView } from '../../shared/api/contract.ts'
import { answerers } from './approvals.ts'

function view(tally: AskView['tally'], votes = 0): AskView {
  const vote = { by: 'x', answer: 'approve', comment: '', at: 0 }
  return { tally, votes: Array.from({ length: votes }, () => vote) } as unknown as AskView
}

it('knows where it must be said who answers', () => {
  const of = (count: number, ...waitsFor: string[]) => ({ approved: 0, needed: 1, of: count, waitsFor })
  expect(answerers(view(null))).toBe('one')
  expect(answerers(view(of(1)))).toBe('one')
  expect(answerers(view(of(1, 'anna')))).toBe('named')
  expect(answerers(view(of(2)))).toBe('anybody')
  expect(answerers(view(of(2, 'anna')))).toBe('anybody')
  expect(answerers(view(of(2, 'anna'), 1))).toBe('named')
})
