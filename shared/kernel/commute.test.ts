import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorAt, type Plan, RUN } from '../topology/plan.ts'
import type { RunState } from './cells.ts'
import { next } from './enabled.ts'
import { IdentityBook, type IdentitySnapshot } from './identity.ts'
import { step } from './step.ts'
import { drawings, planOf } from './testing/drawings.ts'
import { moves, picks, walk } from './testing/walk.ts'
import { applyTransition, type Input, type Transition } from './transition.ts'

interface Taken {
  readonly transition: Transition
  readonly state: RunState
  readonly read: ReadonlySet<number>
  readonly written: ReadonlySet<number>
}

/** One step with all that it, and its being enabled, looked at. */
function take(plan: Plan, state: RunState, input: Input): Taken {
  const read = new Set<number>()
  const written = new Set<number>()
  const recorder = {
    read: (component: number) => read.add(component),
    write: (component: number) => written.add(component),
  }
  next(plan, state, input.component, { recorder })
  const transition = step(plan, state, input, recorder)
  return { transition, state: applyTransition(state, transition), read, written }
}

/** Cells and transitions are JSON (walk.test.ts), and made in one order of keys. */
function text(value: unknown): string {
  return JSON.stringify(value)
}

function meet(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].some((one) => b.has(one))
}

function independent(a: Taken, b: Taken): boolean {
  return !meet(a.written, b.read) && !meet(a.written, b.written) && !meet(b.written, a.read)
}

/** Ids that two transitions get, one after the other. */
function idsOf(
  plan: Plan,
  snapshot: IdentitySnapshot,
  first: Transition,
  second: Transition,
): readonly string[] {
  const book = new IdentityBook(plan, snapshot)
  return [first, second].map((transition) => {
    const { message, effect, sent, asked } = book.advance(transition, 0)
    return JSON.stringify([message, effect, sent, asked])
  })
}

/** Pairs of moves of two actors in states along a walk, with the identity so far. */
function eachPair(
  check: (plan: Plan, state: RunState, snapshot: IdentitySnapshot, a: Input, b: Input) => void,
): void {
  fc.assert(
    fc.property(drawings, picks, fc.noBias(fc.nat()), (document, chosen, pick) => {
      const plan = planOf(document)
      const { states, transitions } = walk(plan, chosen)
      const book = new IdentityBook(plan)
      transitions.forEach((transition, at) => {
        book.advance(transition, at)
        const state = states[at + 1] as RunState
        const open = moves(plan, state).map((move) => move.input)
        const one = open[pick % Math.max(1, open.length)]
        if (one === undefined || at % 3 !== pick % 3) return
        const snapshot = book.snapshot()
        for (const other of open)
          if (other.component !== one.component) check(plan, state, snapshot, one, other)
      })
    }),
  )
}

describe('two enabled steps', () => {
  it('that do not touch what the other looked at commute: to an equal state, with the same ids', () => {
    let checked = 0
    eachPair((plan, state, snapshot, one, other) => {
      const [a, b] = [take(plan, state, one), take(plan, state, other)]
      if (!independent(a, b)) return
      checked += 1
      const ab = take(plan, a.state, other)
      const ba = take(plan, b.state, one)
      const differ = ab.state.filter((cell, at) => cell !== ba.state[at] && text(cell) !== text(ba.state[at]))
      expect(differ).toEqual([])
      expect(text(ab.transition)).toBe(text(b.transition))
      expect(text(ba.transition)).toBe(text(a.transition))
      const [idsA, idsB] = idsOf(plan, snapshot, a.transition, ab.transition)
      expect(idsOf(plan, snapshot, b.transition, ba.transition)).toEqual([idsB, idsA])
    })
    expect(checked).toBeGreaterThan(20)
  })

  it('that are independent leave each other enabled', () => {
    eachPair((plan, state, _snapshot, one, other) => {
      const [a, b] = [take(plan, state, one), take(plan, state, other)]
      if (!independent(a, b)) return
      const offered = moves(plan, a.state).map((move) => text(move.input))
      expect(offered).toContain(text(other))
    })
  })

  it('whose footprints share only the run are independent unless one of them fails it', () => {
    let checked = 0
    eachPair((plan, state, _snapshot, one, other) => {
      const [a, b] = [take(plan, state, one), take(plan, state, other)]
      const [mine, its] = [one, other].map(({ component }) => new Set(actorAt(plan, component).footprint))
      if (mine === undefined || its === undefined) return
      for (const [taken, footprint] of [
        [a, mine],
        [b, its],
      ] as const) {
        if ([...taken.read, ...taken.written].some((component) => !footprint.has(component)))
          throw new Error(`${text(taken.transition.input)} left its footprint`)
      }
      mine.delete(RUN)
      if (meet(mine, its) || a.written.has(RUN) || b.written.has(RUN)) return
      checked += 1
      if (!independent(a, b)) throw new Error(`${text(one)} and ${text(other)} depend on each other`)
    })
    expect(checked).toBeGreaterThan(20)
  })
})
