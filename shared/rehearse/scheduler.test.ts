import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileProperties } from '../explore/properties/compile.ts'
import { checkTopology } from '../explore/topology/check.ts'
import { NO_FAULTS } from '../explore/topology/testing/seen.ts'
import { initialState } from '../kernel/cells.ts'
import { step } from '../kernel/step.ts'
import { drawings } from '../kernel/testing/drawings.ts'
import { applyTransition } from '../kernel/transition.ts'
import { kinds } from '../nodes/index.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { Trace } from '../trace/trace.ts'
import { type Choice, Scheduler, type Session } from './scheduler.ts'
import { planOf } from './testing/faulty.ts'

const AT: [number, number] = [0, 0]

function pushes(effectClass: string): TopologyDocument {
  return {
    synod: 1,
    name: 'push',
    nodes: [
      { id: 'in', kind: 'input', at: AT },
      {
        id: 'push',
        kind: 'command',
        at: AT,
        config: { run: ['push'], class: effectClass, probe: ['asked'] },
      },
      { id: 'out', kind: 'output', at: AT },
    ],
    edges: [
      { id: 'e1', from: 'in.out', to: 'push.in' },
      { id: 'e2', from: 'push.out', to: 'out.in' },
    ],
  }
}

function found(scheduler: Scheduler, session: Session, words: RegExp): Choice {
  const all = scheduler.choices(session)
  const choice = all.find((one) => words.test(one.words))
  if (choice === undefined) throw new Error(`${words} is not among ${all.map((one) => one.words).join('; ')}`)
  return choice
}

function picked(scheduler: Scheduler, session: Session, ...words: readonly RegExp[]): Session {
  return words.reduce((now, one) => scheduler.pick(now, found(scheduler, now, one)), session)
}

/** Always what comes first, which goes well, to the end. */
function goneWell(scheduler: Scheduler, from: Session): Session {
  let session = from
  for (let taken = 0; taken < 500 && scheduler.verdict(session) === null; taken += 1) {
    const [first] = scheduler.choices(session)
    if (first === undefined) break
    session = scheduler.pick(session, first)
  }
  return session
}

describe('who schedules by hand', () => {
  it('sees what may happen, what goes well first', () => {
    const scheduler = new Scheduler(planOf(pushes('once')), [])
    const choices = scheduler.choices(scheduler.start())
    expect(choices[0]).toMatchObject({ edge: 'e1', fault: false, delayed: false })
    expect(choices.some(({ words, fault }) => fault && /is lost/.test(words))).toBe(true)
    expect(choices.some(({ words, fault }) => fault && /comes twice/.test(words))).toBe(true)
    expect(scheduler.verdict(goneWell(scheduler, scheduler.start()))).toEqual({ status: 'done' })
  })

  it('loses a message, takes it back, and delays it', () => {
    const scheduler = new Scheduler(planOf(pushes('once')), [])
    const start = scheduler.start()
    const lost = picked(scheduler, start, /is lost/)
    expect(scheduler.verdict(lost)).toEqual({ status: 'done' })
    expect(scheduler.undo(lost)).toBe(start)
    expect(scheduler.undo(start)).toBe(start)
    const delayed = scheduler.delay(start, 'e1')
    expect(scheduler.choices(delayed).at(-1)).toMatchObject({ edge: 'e1', delayed: true })
    const delivered = scheduler.pick(delayed, scheduler.choices(delayed).at(-1) as Choice)
    expect(delivered.delayed.size).toBe(0)
    expect(() => scheduler.pick(lost, scheduler.choices(start)[0] as Choice)).toThrow(/cannot happen now/)
  })

  it('hears an attempt that was given up on after all, also when no probe would say so', () => {
    const drawn = pushes('once')
    const limited = drawn.nodes.map((node) =>
      node.id === 'push' ? { ...node, policy: { timeout_ms: 50 } } : node,
    )
    const scheduler = new Scheduler(planOf({ ...drawn, nodes: limited }), [])
    const words = [/receives a message/, /runs its command/, /under way/, /takes effect/, /the time/]
    const given = picked(scheduler, scheduler.start(), ...words)
    const heard = picked(scheduler, given, /ended with exit 1, as is heard after all/)
    expect(scheduler.verdict(goneWell(scheduler, heard))?.status).toBe('failed')
    expect(scheduler.steps(heard).at(-1)?.action).toMatch(/has ended with .* after all$/)
  })

  it('sees a property break, and plays what led there', () => {
    const names: Readonly<Record<string, string>> = { in: 'Start', push: 'Push it', out: 'End' }
    const pushing = pushes('idempotent')
    const document: TopologyDocument = {
      ...pushing,
      nodes: pushing.nodes.map((node) => ({ ...node, name: names[node.id] ?? node.id })),
      properties: [{ at_most: 1, of: 'push.acted' }],
    }
    const plan = planOf(document)
    const drawn = compileProperties(document, plan)
    const scheduler = new Scheduler(plan, drawn.ok ? drawn.value : [])
    const once = [
      /^Push it receives a message from Start$/,
      /runs its command/,
      /is under way/,
      /takes effect/,
    ]
    const before = picked(scheduler, scheduler.start(), ...once, /^The host dies/, /is under way/)
    const broken = (session: Session): readonly string[] =>
      scheduler.standing(session).flatMap((one) => (one.broken === null ? [] : [one.id]))
    expect(broken(before)).toEqual([])
    const twice = picked(scheduler, before, /takes effect/)
    expect(broken(twice)).toEqual(['at most 1 push.acted'])
    const { records, positions } = scheduler.records(twice)
    const trace = new Trace(plan)
    trace.append(records)
    expect(positions).toHaveLength(twice.path.length + 1)
    const steps = scheduler.steps(twice)
    expect(steps.filter(({ fault }) => fault)).toHaveLength(1)
    // A trace file knows a step by ids, a person by names.
    expect(steps[1]).toMatchObject({
      words: 'Push it receives a message from Start',
      action: 'push receives a message by e1',
    })
  })

  it('takes a counterexample up where they like, and goes on otherwise', () => {
    const document = { ...pushes('idempotent'), properties: [{ at_most: 1, of: 'push.acted' }] }
    const plan = planOf(document)
    const drawn = compileProperties(document, plan)
    const checked = checkTopology(document, kinds, {
      ...{ faults: { ...NO_FAULTS, host: 1 }, timing: 'partial-sync' },
      ...{ maxStates: 1000, maxBytes: 1e9, exact: false },
    })
    const found = checked.ok ? checked.value.violated[0] : undefined
    if (found === undefined) throw new Error('one crash breaks it')
    const scheduler = new Scheduler(plan, drawn.ok ? drawn.value : [])
    const actions = (session: Session | null) =>
      session === null ? [] : scheduler.steps(session).map((step) => step.action)
    expect(actions(scheduler.follow(found, 99))).toEqual(found.steps.map((step) => step.action))
    const crash = found.steps.findIndex(({ fault }) => fault)
    const before = scheduler.follow(found, crash - 1)
    expect(actions(before)).toEqual(found.steps.slice(0, crash).map((step) => step.action))
    if (before === null) throw new Error('it plays')
    expect(scheduler.undo(before).path).toEqual(before.path.slice(0, -1))
    expect(scheduler.verdict(goneWell(scheduler, before))).toEqual({ status: 'done' })
    expect(scheduler.follow({ ...found, property: 'none' }, 1)).toBeNull()
    expect(new Scheduler(planOf(pushes('once')), []).follow(found, 99)).toBeNull()
  })

  it('makes only steps of the kernel, whatever is picked', () => {
    const picks = fc.array(fc.noBias(fc.nat()), { minLength: 5, maxLength: 25 })
    fc.assert(
      fc.property(drawings, picks, (document, numbers) => {
        const plan = planOf(document)
        const scheduler = new Scheduler(plan, [])
        let session = scheduler.start()
        for (const number of numbers) {
          const choices = scheduler.choices(session)
          const choice = choices[number % Math.max(1, choices.length)]
          if (choice === undefined) break
          session = scheduler.pick(session, choice)
        }
        let state = initialState(plan)
        for (const { transition } of scheduler.records(session).records) {
          expect(transition).toEqual(step(plan, state, transition.input))
          state = applyTransition(state, transition)
        }
      }),
      { numRuns: 40 },
    )
  })
})
