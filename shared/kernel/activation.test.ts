import { describe, expect, it } from 'vitest'
import { leaveLoops, raiseRound, roundOf } from './activation.ts'

describe('the round of a loop', () => {
  it('is 0 outside of it, and is found by the whole name', () => {
    expect(roundOf('', 'fix')).toBe(0)
    expect(roundOf('fix#2/each#11', 'each')).toBe(11)
    expect(roundOf('fix#2/each#11', 'fix')).toBe(2)
    expect(roundOf('prefix#2', 'fix')).toBe(0)
    expect(roundOf('fix-2#1', 'fix')).toBe(0)
  })

  it('is raised in place, so that the path grows no longer', () => {
    expect(raiseRound('', 'fix')).toBe('fix#1')
    expect(raiseRound('fix#9', 'fix')).toBe('fix#10')
    expect(raiseRound('a#1/fix#2/b#3', 'fix')).toBe('a#1/fix#3/b#3')
    expect(raiseRound('prefix#2', 'fix')).toBe('prefix#2/fix#1')
    expect(raiseRound('fix#1/fix-2#7', 'fix')).toBe('fix#2/fix-2#7')
  })

  it('is found and raised inside topologies, whose scopes are paths', () => {
    expect(roundOf('team/fix#2/team/each#11', 'team/fix')).toBe(2)
    expect(roundOf('team/fix#2', 'fix')).toBe(0)
    expect(raiseRound('team/fix#2', 'team/fix')).toBe('team/fix#3')
    expect(raiseRound('a#1/team/in/fix#2/b#3', 'team/in/fix')).toBe('a#1/team/in/fix#3/b#3')
    expect(leaveLoops('a#1/team/fix#2/b#3', ['team/fix'])).toBe('a#1/b#3')
  })

  it('is left with its loop, and with no other', () => {
    expect(leaveLoops('', ['fix'])).toBe('')
    expect(leaveLoops('a#1/fix#2/b#3', [])).toBe('a#1/fix#2/b#3')
    expect(leaveLoops('a#1/fix#2/b#3', ['fix'])).toBe('a#1/b#3')
    expect(leaveLoops('a#1/fix#2', ['fix', 'a'])).toBe('')
    expect(leaveLoops('prefix#1', ['fix'])).toBe('prefix#1')
    expect(leaveLoops('fix#1/fix-2#7', ['fix'])).toBe('fix-2#7')
  })
})
