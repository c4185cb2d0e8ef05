import { describe, expect, it, onTestFinished } from 'vitest'
import { HostError } from '../../shared/api/contract.ts'
import type { RehearseProgress } from '../../shared/api/rehearse.ts'
import { asking } from '../cli/testing/topologies.ts'
import { Rehearsals } from './rehearsals.ts'

const SETTINGS = { seed: 1, runs: 20, faults: null }

function rehearsals(): Rehearsals {
  const made = new Rehearsals()
  onTestFinished(() => made.close())
  return made
}

async function ended(made: Rehearsals, rehearsal: string): Promise<readonly RehearseProgress[]> {
  const seen: RehearseProgress[] = []
  await new Promise<void>((resolve) => {
    const stop = made.follow(rehearsal, (events) => {
      seen.push(...events)
      if (events.some(({ phase }) => phase !== 'running')) resolve()
    })
    onTestFinished(stop)
  })
  return seen
}

describe('a rehearsal that a window asks for', () => {
  it('goes on in a thread, tells how far it is, and answers with its figures', async () => {
    const made = rehearsals()
    const { rehearsal } = made.start({ path: 'ask', text: JSON.stringify(asking), settings: SETTINGS })
    expect(made.result(rehearsal)).toBeNull()
    const seen = await ended(made, rehearsal)
    expect(seen[0]).toEqual({ phase: 'running', done: 0, runs: 20, seconds: 0, message: '' })
    expect(seen.at(-1)).toMatchObject({ phase: 'done', done: 20 })
    expect(made.result(rehearsal)).toMatchObject({ runs: 20, ends: [{ end: 'done' }] })
  })

  it('that is stopped answers for the runs so far, and of three at once one must wait', async () => {
    const made = rehearsals()
    const request = { path: 'ask', text: JSON.stringify(asking), settings: { ...SETTINGS, runs: 1_000_000 } }
    const both = [made.start(request), made.start(request)]
    expect(() => made.start(request)).toThrow(/2 rehearsals go on already/)
    for (const { rehearsal } of both) {
      made.cancel(rehearsal)
      expect((await ended(made, rehearsal)).at(-1)?.phase).toBe('done')
      expect(made.result(rehearsal)?.runs).toBeLessThan(1_000_000)
    }
  })

  it('is refused with the place of what is wrong, and not known where it never was', () => {
    const made = rehearsals()
    const faults = { nodes: [{ node: 'gone' }] }
    const start = (): unknown =>
      made.start({ path: 'ask', text: JSON.stringify(asking), settings: { ...SETTINGS, faults } })
    expect(start).toThrow(/^ask: faults\.nodes\[0\]\.node: there is no node "gone"/)
    expect(() => made.result('x')).toThrow(HostError)
  })
})
