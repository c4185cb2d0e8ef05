import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Plan, RUN } from '../topology/plan.ts'
import type { ChannelCell, Message, RunCell, RunState } from './cells.ts'
import { next, touches, wakes } from './enabled.ts'
import { drawings, planOf } from './testing/drawings.ts'
import { brokenInvariants, notJson } from './testing/invariants.ts'
import { moves, picks, type Walked, walk } from './testing/walk.ts'
import { verdict } from './verdict.ts'

/** Random drawings, walked at random with outcomes, faults, timers, controls and crashes of the host. */
function alongWalks(check: (walked: Walked) => void): void {
  fc.assert(
    fc.property(drawings, picks, (document, chosen) => check(walk(planOf(document), chosen))),
    { numRuns: 60 },
  )
}

/** Each state with the transition that led to it. */
function eachStep(walked: Walked, check: (at: number, before: RunState, after: RunState) => void): void {
  walked.transitions.forEach((_, at) => {
    check(at, walked.states[at] as RunState, walked.states[at + 1] as RunState)
  })
}

describe('any run of any drawing', () => {
  it('stays within footprints and invariants, and is running exactly while something may happen', () => {
    const ends = new Set<string>()
    alongWalks(({ plan, states }) => {
      for (const state of states.slice(1)) {
        const { paused, status } = state[RUN] as RunCell
        const waits = moves(plan, state).length > 0 || (paused && status === 'running')
        const told = verdict(plan, state).status
        const broken = brokenInvariants(plan, state)
        if ((told === 'running') !== waits || broken.length > 0) throw new Error([told, ...broken].join('\n'))
      }
      ends.add(verdict(plan, states.at(-1) as RunState).status)
    })
    expect([...ends]).toEqual(expect.arrayContaining(['done', 'failed', 'stuck']))
  })

  it('ends as its controller says', () => {
    alongWalks(({ plan, states }) => {
      const last = states.at(-1) as RunState
      const { status, failure } = last[RUN] as RunCell
      const end = verdict(plan, last)
      if (status === 'failing') expect(end).toEqual({ status: 'failed', actor: failure?.actor })
      else if (status === 'cancelling') expect(end).toEqual({ status: 'cancelled' })
      else expect(['done', 'stuck']).toContain(end.status)
      for (const actor of plan.actors) {
        const cell = last[actor.index]
        if (cell?.type === 'actor') expect(cell.status).toBe(status === 'running' ? 'up' : 'stopped')
      }
    })
  })

  it('loses no message: each is delivered once, waits, or was rejected or dropped for all to see', () => {
    alongWalks((walked) => {
      const waiting = new Map<number, Message[]>()
      const of = (channel: number): Message[] => {
        const list = waiting.get(channel) ?? []
        waiting.set(channel, list)
        return list
      }
      eachStep(walked, (at, _before, after) => {
        const { input, sent } = walked.transitions[at]!
        if (input.type === 'deliver') of(input.channel).splice(input.place, 1)
        for (const { channel, message, fate } of sent) {
          if (fate === 'dropped-oldest') of(channel).shift()
          if (fate !== 'rejected') of(channel).push(message)
        }
        for (const component of walked.plan.components) {
          if (component.type !== 'channel') continue
          const { queue, held } = after[component.index] as ChannelCell
          const [expected, found] = [JSON.stringify(of(component.index)), JSON.stringify([...queue, ...held])]
          if (found !== expected) throw new Error(`${component.id} holds ${found}, sent were ${expected}`)
        }
      })
    })
  })

  it('has cells and transitions that are the same after a journey through JSON', () => {
    alongWalks(({ plan, states, transitions }) => {
      expect(notJson(states[0])).toEqual([])
      expect(transitions.flatMap((transition) => notJson(transition))).toEqual([])
      expect(JSON.parse(JSON.stringify(states.at(-1)))).toEqual(states.at(-1))
      expect(plan.components).toHaveLength(states.at(-1)?.length ?? 0)
    })
  })

  it('changes what an actor may do only where a driver looks', () => {
    const offered = (plan: Plan, state: RunState, actor: number): string =>
      JSON.stringify([next(plan, state, actor), next(plan, state, actor, { stepping: true })])
    alongWalks((walked) => {
      const { plan, transitions } = walked
      eachStep(walked, (at, before, after) => {
        const looked = new Set(transitions[at]!.changed.flatMap(([component]) => touches(plan, component)))
        for (const { index } of plan.actors) {
          if (looked.has(index) || offered(plan, after, index) === offered(plan, before, index)) continue
          throw new Error(`${JSON.stringify(transitions[at]!.input)} changed what ${index} may do`)
        }
      })
    })
  })

  it('gives no actor an input but those that a change wakes', () => {
    alongWalks((walked) => {
      const { plan, transitions } = walked
      eachStep(walked, (at, before, after) => {
        const { changed, input } = transitions[at]!
        const woken = new Set(
          changed.flatMap(([component, cell]) => wakes(plan, component, before[component]!, cell)),
        )
        for (const { index } of plan.actors) {
          const had = new Set(next(plan, before, index).map((one) => JSON.stringify(one)))
          const gained = next(plan, after, index).filter((one) => !had.has(JSON.stringify(one)))
          if (gained.length > 0 && !woken.has(index))
            throw new Error(
              `${JSON.stringify(input)} gave ${index} ${JSON.stringify(gained[0])} and woke it not`,
            )
          expect(next(plan, after, index, { first: true })[0]).toEqual(next(plan, after, index)[0])
        }
      })
    })
  })
})
