import { describe, expect, it } from 'vitest'
import type { ActorPlan, ControllerPlan, SupervisorPlan } from '../topology/plan.ts'
import { controlView } from './control-view.ts'
import { edgeKey, edgeParts, edgeView } from './edge-view.ts'
import { groupView } from './group-view.ts'
import { marksOf } from './lanes.ts'
import { type NodeRunView, nodeKey, nodeView } from './node-view.ts'
import { runView } from './run-view.ts'
import { sentenceOf } from './sentences.ts'
import { commands, recordFaults } from './testing/faults.ts'
import type { Recording } from './testing/record.ts'
import { Trace } from './trace.ts'

function traceOf(recording: Recording): Trace {
  const made = new Trace(recording.plan)
  made.append(recording.records)
  return made
}

function actorOf(trace: Trace, id: string): ActorPlan {
  return trace.plan.actors.find((one) => one.id === id)!
}

/** What one node's words were, each once in a row. */
function words(trace: Trace, id: string): readonly string[] {
  return told(trace, (position) => nodeView(trace, actorOf(trace, id), position, false).word)
}

function told(trace: Trace, at: (position: number) => string): readonly string[] {
  const all: string[] = []
  for (let position = 0; position <= trace.last; position += 1) {
    const word = at(position)
    if (all.at(-1) !== word) all.push(word)
  }
  return all
}

function sentences(trace: Trace): readonly string[] {
  const all = Array.from({ length: trace.last }, (_, at) => sentenceOf(trace, trace.record(at + 1)!))
  for (const sentence of all) expect(sentence).not.toMatch(/undefined|\[object|null/)
  return all
}

/** Equal keys, equal views: at every position of every node and edge. */
function checkKeys(trace: Trace): void {
  for (let position = 1; position <= trace.last; position += 1) {
    for (const actor of trace.plan.actors) {
      if (nodeKey(trace, actor, position, false) !== nodeKey(trace, actor, position - 1, false)) continue
      expect(nodeView(trace, actor, position, false)).toEqual(nodeView(trace, actor, position - 1, false))
    }
    for (const parts of edgeParts(trace.plan).values()) {
      if (edgeKey(trace, parts, position) !== edgeKey(trace, parts, position - 1)) continue
      expect(edgeView(trace, parts, position)).toEqual(edgeView(trace, parts, position - 1))
    }
  }
}

function control(trace: Trace, id: string, position = trace.last) {
  return controlView(trace, trace.plan.components[trace.plan.byId.get(id)!] as ControllerPlan, position)
}

describe('a breaker', () => {
  it('is told open with its time, half open, and closed again', async () => {
    const trace = traceOf(
      await recordFaults(
        commands(
          { a: { policy: { attempts: 5, backoff_ms: 100 } } },
          {
            controllers: [
              { id: 'k', type: 'breaker', failures: 2, cooldown_ms: 9000, probes: 1, open: 'wait' },
            ],
          },
        ),
        { a: 2 },
      ),
    )
    expect(told(trace, (position) => control(trace, 'k', position).word)).toEqual([
      ...['free', 'open', 'half-open', 'free'],
    ])
    expect(words(trace, 'a')).toEqual([
      'idle',
      'running',
      'retrying',
      'running',
      'retrying',
      'open',
      'running',
      'done',
    ])
    const held = Array.from({ length: trace.last }, (_, at) => at + 1).find(
      (position) => nodeView(trace, actorOf(trace, 'a'), position, false).word === 'open',
    )!
    const { hold } = nodeView(trace, actorOf(trace, 'a'), held, false)
    expect(hold).toMatchObject({ type: 'breaker', id: 'k' })
    const edge = edgeView(trace, edgeParts(trace.plan).get('to-a')!, held)
    expect(edge.breaker).toMatchObject({ word: 'open', dueAt: hold?.dueAt })
    expect(control(trace, 'k', held)).toMatchObject({ held: 1, text: 'lets nothing through' })
    expect(sentences(trace).join('\n')).toMatch(
      /broken\), and the breaker k opens\n[\s\S]*and the breaker k closes/,
    )
    checkKeys(trace)
  })
})

describe('a bulkhead and a rate limit', () => {
  it('hold what has no room, and say when it comes', async () => {
    const trace = traceOf(
      await recordFaults(
        commands(
          { a: {}, b: {}, c: {} },
          {
            controllers: [
              { id: 'room', type: 'bulkhead', at_once: 1, nodes: ['a', 'b'] },
              { id: 'pace', type: 'rate', starts: 1, per_ms: 5000, nodes: ['b', 'c'] },
            ],
          },
        ),
        {},
      ),
    )
    expect(words(trace, 'b')).toContain('held')
    const holds = told(trace, (position) => holdText(nodeView(trace, actorOf(trace, 'b'), position, false)))
    expect(holds).toContain('bulkhead room')
    expect(told(trace, (position) => control(trace, 'room', position).text)).toContain('1 of 1 at once')
    checkKeys(trace)
  })
})

function holdText({ hold }: NodeRunView): string {
  return hold === null ? '' : `${hold.type} ${hold.id}`
}

describe('a budget', () => {
  it('is told used up, and what it refuses is told by its name', async () => {
    const trace = traceOf(
      await recordFaults(
        commands({ a: { to: 'b' }, b: {} }, { controllers: [{ id: 'purse', type: 'budget', steps: 1 }] }),
        {},
      ),
    )
    expect(control(trace, 'purse')).toMatchObject({ word: 'over', text: '1 of 1 steps', part: 1 })
    expect(sentences(trace).join('\n')).toContain(
      'b may not begin its command: the budget purse is used up (1 of 1 steps)',
    )
    expect(runView(trace, trace.last).status).toBe('failed')
    const refused = trace.inputsOf(actorOf(trace, 'b').index).map((seq) => marksOf(trace.record(seq)!))
    expect(refused.flat()).toEqual(['start', 'failure'])
  })
})

describe('a dead letter', () => {
  it('waits for a person, is sent again changed, and each moment tells it as it was then', async () => {
    const run = await recordFaults(commands({ a: { policy: { attempts: 1, dead_letter: true } } }), { a: 1 })
    const trace = traceOf(run)
    const died = trace.last
    const parts = edgeParts(trace.plan).get('to-a')!
    const view = () => nodeView(trace, actorOf(trace, 'a'), trace.last, false)
    expect(runView(trace, died)).toMatchObject({ status: 'waiting', letters: 1 })
    expect(edgeView(trace, parts, died).letters).toEqual({ failed: 1, rejected: 0, dropped: 0, abandoned: 0 })
    expect(view()).toMatchObject({ word: 'waiting', letters: 1 })
    expect(nodeView(trace, actorOf(trace, 'a'), died, true)).toMatchObject({ word: 'failed', letters: 1 })
    expect(sentences(trace).at(-1)).toContain('its message waits for a person, as a dead letter')

    const channel = parts.first.index
    const component = actorOf(trace, 'a').index
    run.driver.offer({ type: 'resend', component, channel, place: 0, payload: 'text:other' })
    trace.append(run.records)
    expect(trace.letters.openOn(channel, trace.last)).toEqual([])
    expect(trace.letters.openOn(channel, died)).toHaveLength(1)
    expect(trace.letters.on(channel, trace.last)).toMatchObject([
      { id: 'to-a#1', end: 'changed', endSeq: died + 1, letter: { reason: 'failed' } },
    ])
    expect(sentences(trace)[died]).toContain('A person sends a the message from start again, changed')
    expect(view().word).toBe('running')
    expect(trace.messages.on(channel).map(({ attempt }) => attempt)).toEqual([1, 2])
    checkKeys(trace)
  })

  it.each([
    ['reject', { failed: 0, rejected: 2, dropped: 0, abandoned: 0 }],
    ['drop-oldest', { failed: 0, rejected: 0, dropped: 2, abandoned: 0 }],
  ] as const)('of a queue that is full (%s) is counted, and holds up nothing', async (full, letters) => {
    const { edges, ...document } = commands({
      a: { to: 'slow' },
      b: { to: 'a' },
      c: { to: 'a' },
      d: { to: 'a' },
      slow: {},
    })
    const narrow = edges.map((edge) =>
      edge.id === 'of-a' ? { ...edge, policy: { capacity: 1, full } } : edge,
    )
    const direct = { id: 'direct', from: 'start.out', to: 'a.in' }
    const trace = traceOf(await recordFaults({ ...document, edges: [...narrow, direct] }, {}))
    const parts = edgeParts(trace.plan).get('of-a')!
    expect(edgeView(trace, parts, trace.last).letters).toEqual(letters)
    expect(trace.letters.openOn(parts.first.index, trace.last)).toHaveLength(2)
    expect(runView(trace, trace.last)).toMatchObject({ status: 'done', letters: 0 })
    checkKeys(trace)
  })

  it('is not among the messages of a sender that waits for room', async () => {
    const { edges, ...document } = commands({
      a: { to: 'slow' },
      b: { to: 'a' },
      c: { to: 'a' },
      d: { to: 'a' },
      slow: {},
    })
    const narrow = edges.map((edge) => (edge.id === 'of-a' ? { ...edge, policy: { capacity: 1 } } : edge))
    const direct = { id: 'direct', from: 'start.out', to: 'a.in' }
    const trace = traceOf(await recordFaults({ ...document, edges: [...narrow, direct] }, {}))
    expect(words(trace, 'a')).toContain('held')
    expect(trace.letters.channels()).toEqual([])
  })
})

describe('a group', () => {
  const group = (trace: Trace, position: number) =>
    groupView(trace, trace.plan.components[trace.plan.byId.get('g')!] as SupervisorPlan, position)

  it('is told to start its member anew, with the time that is left', async () => {
    const restart = { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 4000 } as const
    const trace = traceOf(
      await recordFaults(
        commands(
          { a: { policy: { attempts: 1 } } },
          { groups: [{ id: 'g', name: 'Crew', members: ['a'], restart }] },
        ),
        { a: 1 },
      ),
    )
    expect(words(trace, 'a')).toEqual(['idle', 'running', 'restarting', 'idle', 'running', 'done'])
    const position = Array.from({ length: trace.last }, (_, at) => at + 1).find(
      (at) => group(trace, at).word === 'restarting',
    )!
    const { dueAt } = group(trace, position)
    expect(dueAt).toBe(trace.at(position) + 4000)
    expect(nodeView(trace, actorOf(trace, 'a'), position, false).restartAt).toBe(dueAt)
    expect(group(trace, trace.last)).toMatchObject({ word: 'up', restarts: 0 })
    const all = sentences(trace).join('\n')
    expect(all).toContain('and the group Crew will start it anew')
    expect(all).toContain('The group Crew restarts a')
    checkKeys(trace)
  })

  it('that is a saga tells what is taken back, and what has been', async () => {
    const trace = traceOf(
      await recordFaults(
        commands(
          { a: { to: 'b' }, b: { policy: { attempts: 1 } }, undo: {} },
          { groups: [{ id: 'g', members: ['a', 'b'], saga: { undo: { a: 'undo', b: 'undo' } } }] },
        ),
        { b: 1 },
      ),
    )
    expect(told(trace, (at) => group(trace, at).word)).toEqual(['up', 'restarting', 'undoing', 'undone'])
    expect(words(trace, 'a').at(-1)).toBe('skipped')
    expect(words(trace, 'a')).toContain('undoing')
    expect(group(trace, trace.last)).toMatchObject({ undone: 1, left: 0 })
    expect(sentences(trace).join('\n')).toContain('The saga g takes back what a did, sends')
    checkKeys(trace)
  })
})

describe('a suspicion', () => {
  it('is told until progress comes again', async () => {
    const run = await recordFaults(commands({ a: {} }), {})
    const trace = new Trace(run.plan)
    const begun = run.records.findIndex(({ transition }) => transition.input.type === 'begin')
    expect(begun).toBeGreaterThan(0)
    const component = actorOf(trace, 'a').index
    const other = await recordFaults(commands({ a: {} }), {})
    expect(other.records.length).toBe(run.records.length)
    trace.append(run.records.slice(0, begun + 1))
    const cell = trace.cell(component, trace.last)
    if (cell.type !== 'actor') throw new Error('no actor')
    const { tag } = cell.effects[0]!.ask
    const put = (type: 'suspect' | 'trust', suspected: boolean): void => {
      const effects = cell.effects.map((effect) =>
        suspected ? { ...effect, suspected: true as const } : effect,
      )
      const transition = {
        input: { type, component, tag },
        changed: [[component, { ...cell, effects }]] as const,
        ...{ sent: [], asked: [], withdrawn: [], armed: [], disarmed: [] },
      }
      const identity = {
        seq: trace.last + 1,
        at: trace.at(trace.last) + 5000,
        cause: 0,
        sent: [],
        asked: [],
        due: [],
      }
      trace.append([{ transition, identity }])
    }
    put('suspect', true)
    const suspected = trace.last
    const view = (position: number) => nodeView(trace, actorOf(trace, 'a'), position, false)
    expect(view(suspected)).toMatchObject({ word: 'suspected', suspectedAt: trace.at(suspected) })
    expect(edgeView(trace, edgeParts(trace.plan).get('of-a')!, suspected).suspected).toBe(true)
    put('trust', false)
    expect(view(trace.last)).toMatchObject({ word: 'running', suspectedAt: null })
    expect(trace.effects.of(component)[0]?.suspicions).toMatchObject([
      { seq: suspected, endSeq: suspected + 1 },
    ])
    checkKeys(trace)
  })
})
