import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { initialState, type RunState } from '../kernel/cells.ts'
import { applyTransition } from '../kernel/transition.ts'
import { edgeKey, edgeParts, edgeView } from './edge-view.ts'
import { effectStatusAt } from './effects.ts'
import { barsOf, laneActors } from './lanes.ts'
import { ledgerOf } from './ledger.ts'
import { moveBy } from './moves.ts'
import { nodeKey, nodeView } from './node-view.ts'
import { runView } from './run-view.ts'
import { type Recording, type RecordOptions, recordRun } from './testing/record.ts'
import { failure, teamScript } from './testing/script.ts'
import { Trace } from './trace.ts'

let run: Recording
let trace: Trace
let states: RunState[]

function traceOf(recording: Recording): Trace {
  const made = new Trace(recording.plan)
  made.append(recording.records)
  return made
}

function positions(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: trace.last })
}

beforeAll(async () => {
  run = await recordRun()
  trace = traceOf(run)
  states = [initialState(run.plan)]
  for (const { transition } of run.records) states.push(applyTransition(states.at(-1)!, transition))
})

describe('a trace', () => {
  it('has at each position the state that the kernel had there', () => {
    expect(run.records.length).toBeGreaterThan(50)
    for (let position = 0; position <= trace.last; position += 1)
      expect(trace.state(position)).toEqual(states[position])
  })

  it('is the same however its transitions came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 })), positions(), (cuts, position) => {
        const pieces = new Trace(run.plan)
        for (const cut of [...cuts].sort((a, b) => a - b)) pieces.append(run.records.slice(pieces.last, cut))
        // A resumed subscription may tell again what is known.
        pieces.append(run.records)
        expect(pieces.state(position)).toEqual(trace.state(position))
        expect(pieces.messages.all()).toEqual(trace.messages.all())
        expect(pieces.effects.all()).toEqual(trace.effects.all())
      }),
      { numRuns: 30 },
    )
  })

  it('refuses a gap', () => {
    const gap = new Trace(run.plan)
    expect(() => gap.append(run.records.slice(1))).toThrow('does not follow')
  })

  it('finds the position of an instant', () => {
    for (let position = 1; position <= trace.last; position += 1) {
      const found = trace.positionAt(trace.at(position))
      expect(trace.at(found)).toBe(trace.at(position))
      expect(found).toBeGreaterThanOrEqual(position)
    }
    expect(trace.positionAt(0)).toBe(0)
  })
})

describe('the view of a node', () => {
  it('changes only where its key does', () => {
    for (const actor of run.plan.actors) {
      for (let position = 1; position <= trace.last; position += 1) {
        if (nodeKey(trace, actor, position, false) !== nodeKey(trace, actor, position - 1, false)) continue
        expect(nodeView(trace, actor, position, false)).toEqual(nodeView(trace, actor, position - 1, false))
      }
    }
  })

  it('tells the words of a whole run in their order', () => {
    const words = (id: string): readonly string[] => {
      const actor = run.plan.actors.find((one) => one.id === id)!
      const told: string[] = []
      for (let position = 0; position <= trace.last; position += 1) {
        const { word } = nodeView(trace, actor, position, position === trace.last)
        if (told.at(-1) !== word) told.push(word)
      }
      return told
    }
    expect(words('issue')).toEqual(['idle', 'done'])
    expect(words('verify')).toEqual(['idle', 'running', 'retrying', 'running', 'failed', 'running', 'done'])
    expect(words('ok')).toEqual(['idle', 'waiting', 'done'])
    expect(words('deploy')).toEqual(['idle', 'running', 'done'])
    expect(words('refused')).toEqual(['idle', 'skipped'])
  })

  it('says when the next attempt is due', () => {
    const actor = run.plan.actors.find((one) => one.id === 'verify')!
    const retrying = run.records.find(({ transition }) =>
      transition.armed.some(({ tag }) => tag === 'retry:check'),
    )!
    const view = nodeView(trace, actor, retrying.identity.seq, false)
    expect(view).toMatchObject({ word: 'retrying', attempt: 1, attempts: 3 })
    expect(view.retryAt).toBe(retrying.identity.at + 1600)
  })

  it('adds up the time with something under way', () => {
    const actor = run.plan.actors.find((one) => one.id === 'ok')!
    expect(nodeView(trace, actor, trace.last, true)).toMatchObject({ spentMs: 4000, busySince: null })
  })
})

describe('the view of an edge', () => {
  it('changes only where its key does, and counts what travelled', () => {
    for (const parts of edgeParts(run.plan).values()) {
      for (let position = 1; position <= trace.last; position += 1) {
        if (edgeKey(trace, parts, position) !== edgeKey(trace, parts, position - 1)) continue
        expect(edgeView(trace, parts, position)).toEqual(edgeView(trace, parts, position - 1))
      }
      const end = edgeView(trace, parts, trace.last)
      expect(end.queued).toBe(0)
      expect(end.delivered).toBe(end.sent)
    }
  })

  it('keeps what a full channel refused', async () => {
    const flooded = await recordRun(flood('reject'))
    const over = traceOf(flooded)
    const parts = edgeParts(flooded.plan).get('narrow')!
    expect(edgeView(over, parts, over.last).failures).toMatchObject([{ type: 'rejected' }])
    const dropping = flood('drop-oldest')
    const dropped = traceOf(await recordRun(dropping))
    const lost = edgeView(dropped, edgeParts(dropped.plan).get('narrow')!, dropped.last)
    expect(lost.failures).toMatchObject([{ type: 'dropped' }])
  })
})

function flood(full: 'reject' | 'drop-oldest'): RecordOptions {
  const node = (id: string, kind: string, config = {}) => ({
    id,
    kind,
    at: [0, 0] as [number, number],
    config,
  })
  return {
    script: async (work, io) => {
      await io.wait(work.node === 'slow' ? 5000 : 10)
      const result = io.put(work.effect)
      return { tag: 'ok', control: { exit: 0 }, refs: { result, log: result } }
    },
    document: {
      synod: 1,
      name: 'Flood',
      nodes: [
        node('in', 'input'),
        ...['a', 'b', 'c'].map((id) => node(id, 'command', { run: [id] })),
        node('slow', 'command', { run: ['slow'] }),
        node('out', 'output'),
      ],
      edges: [
        ...['a', 'b', 'c'].map((id) => ({ id: `in-${id}`, from: 'in.out', to: `${id}.in` })),
        { id: 'narrow', from: 'a.out', to: 'slow.in', policy: { capacity: 1, full } },
        { id: 'two', from: 'b.out', to: 'a.in' },
        { id: 'three', from: 'c.out', to: 'a.in' },
        { id: 'last', from: 'slow.out', to: 'out.in' },
      ],
    },
  }
}

describe('effects', () => {
  it('stand as the cells say', () => {
    for (const effect of trace.effects.all()) {
      for (let position = 0; position <= trace.last; position += 1) {
        const cell = states[position]![effect.component]!
        const status = effectStatusAt(effect, position)
        const open = cell.type === 'actor' ? cell.effects.find((one) => one.ask === effect.ask) : undefined
        if (open === undefined) expect(['settled', 'failed', 'withdrawn', null]).toContain(status)
        else expect(status).toBe(open.status)
      }
    }
  })

  it('come into doubt and out of it', async () => {
    const doubtful = await recordRun({ script: teamScript('doubt') })
    const open = traceOf(doubtful)
    const effect = open.effects.get('deploy:1')!
    expect(runView(open, open.last).status).toBe('doubt')
    expect(effectStatusAt(effect, open.last)).toBe('doubt')
    const component = effect.component
    doubtful.driver.offer({
      type: 'resolve',
      component,
      tag: 'exec',
      answer: { type: 'failed', error: 'gone' },
    })
    open.append(doubtful.records)
    expect(effectStatusAt(effect, open.last)).toBe('failed')
    expect(runView(open, open.last)).toMatchObject({ status: 'failed', failure: { actor: 'deploy' } })
    expect(effect.doubts).toMatchObject([{ cause: 'error', unwanted: false, answer: 'failed' }])
    const told = ledgerOf(open, effect, open.last)
    expect(told.map(({ type }) => type)).toEqual(['asked', 'begun', 'ended', 'doubted', 'resolved', 'failed'])
    expect(told[3]?.text).toBe(
      'In doubt: it was cut off before it could say how it ended. It is not repeated until it is known that it did not happen',
    )
    const earlier = told[3]?.seq ?? 0
    expect(ledgerOf(open, effect, earlier).at(-1)?.type).toBe('doubted')
  })

  it('give bars that follow one another', () => {
    for (const actor of laneActors(run.plan)) {
      for (const effect of trace.effects.of(actor.index)) {
        const bars = barsOf(effect)
        bars.forEach((bar, place) => {
          expect(bar.endSeq).toBeGreaterThan(bar.startSeq)
          if (place > 0) expect(bar.startSeq).toBeGreaterThanOrEqual(bars[place - 1]!.endSeq)
        })
      }
    }
    const verify = run.plan.actors.find((one) => one.id === 'verify')!
    const types = trace.effects.of(verify.index).flatMap((effect) => barsOf(effect).map((bar) => bar.after))
    expect(types).toEqual(['failed', 'backoff', 'failed', 'done'])
  })
})

describe('happened-before', () => {
  it('is the closure of the direct causes, and past and future mirror each other', () => {
    const naive = new Map<number, Set<number>>()
    for (const { identity } of run.records) {
      const past = new Set<number>()
      for (const cause of trace.order.causesOf(identity.seq)) {
        expect(cause).toBeLessThan(identity.seq)
        past.add(cause)
        for (const earlier of naive.get(cause)!) past.add(earlier)
      }
      naive.set(identity.seq, past)
      expect(trace.order.past(identity.seq)).toEqual(past)
    }
    fc.assert(
      fc.property(positions(), positions(), (a, b) => {
        expect(trace.order.past(a).has(b)).toBe(trace.order.future(b).has(a))
      }),
    )
  })

  it('leaves the two branches independent of each other', () => {
    const seqOf = (sentence: (id: string) => boolean, type: string): number =>
      run.records.find(
        ({ transition: { input } }) =>
          input.type === type && sentence(run.plan.components[input.component]!.id),
      )!.identity.seq
    const review = seqOf((id) => id === 'review', 'settle')
    const test = seqOf((id) => id === 'test', 'settle')
    expect(trace.order.past(review).has(test)).toBe(false)
    expect(trace.order.future(review).has(test)).toBe(false)
  })
})

describe('moves', () => {
  it('go to the next message and back', () => {
    fc.assert(
      fc.property(positions(), (from) => {
        const next = moveBy(trace, from, 1, 'message', null)
        expect(next).toBeGreaterThanOrEqual(from)
        expect(moveBy(trace, next, -1, 'transition', null)).toBe(Math.max(0, next - 1))
        const back = moveBy(trace, from, -1, 'node', null)
        expect(back).toBeLessThanOrEqual(from)
      }),
    )
    const verify = run.plan.byId.get('verify')!
    const first = moveBy(trace, 0, 1, 'node', verify)
    expect(trace.record(first)?.transition.input.component).toBe(verify)
  })
})

describe('a failed run', () => {
  it('says who failed and why', async () => {
    const failed = traceOf(
      await recordRun({
        script: (work, io) =>
          work.node === 'review'
            ? Promise.resolve(failure('There is no such model'))
            : teamScript()(work, io),
      }),
    )
    const view = runView(failed, failed.last)
    expect(view).toMatchObject({ status: 'failed', failure: { actor: 'review' } })
    const actor = failed.plan.actors.find((one) => one.id === 'review')!
    expect(nodeView(failed, actor, failed.last, true)).toMatchObject({ word: 'failed' })
  })
})
