import { describe, expect, test } from 'vitest'
import { isStrict, PRIVATE, UNTRUSTED } from '../../nodes/brings.ts'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { type Analyses, analyse } from '../analyses.ts'
import { setConfig, setEdgePolicy } from '../edit.ts'
import { draw } from '../testing/draw.ts'
import { STEERED } from './labels.ts'

function at(analyses: Analyses, id: string): number {
  const vertex = analyses.graph.byId.get(id)
  if (vertex === undefined) throw new Error(`no node ${id}`)
  return vertex
}

describe('fields', () => {
  const drawing = draw(
    'Two halves and a whole',
    {
      task: ['input', { fields: [{ name: 'topic' }] }],
      left: ['agent', { as: 'left' }],
      right: ['agent', { as: 'right' }],
      both: ['join', { inputs: ['a', 'b'] }],
      last: ['agent', { as: 'whole' }],
      end: ['output'],
    },
    [
      'task.out left.in',
      'task.out right.in',
      'left.out both.a',
      'right.out both.b',
      'both.out last.in',
      'last.out end.in',
    ],
  )
  const has = (document: TopologyDocument, node: string, field: string): boolean => {
    const analyses = analyse(document, kinds)
    return analyses.fields.mayHave(at(analyses, node), field)
  }

  test('go on with every message; a join lifts only what all its parts share', () => {
    expect(has(drawing, 'last', 'topic')).toBe(true)
    expect(has(drawing, 'last', 'a')).toBe(true)
    expect(has(drawing, 'last', 'left')).toBe(false)
    expect(has(drawing, 'left', 'right')).toBe(false)
    expect(has(drawing, 'end', 'whole')).toBe(true)
    const { fields, graph } = analyse(drawing, kinds)
    expect(fields.keptUnder(graph.byId.get('last') as number, 'left')).toEqual(['a'])
  })

  test('are not foreseen behind a transform', () => {
    const changed = setEdgePolicy('e5', { transform: '{ "left": in.a.left }' })(drawing)
    expect(has(changed, 'last', 'left')).toBe(true)
    expect(has(changed, 'last', 'anything')).toBe(true)
  })
})

describe('messages', () => {
  const drawing = draw(
    'A clock, a fork and a join',
    {
      task: ['input'],
      clock: ['timer', { mode: 'interval', wait_ms: 10, count: 3 }],
      one: ['command', { run: ['true'] }],
      two: ['command', { run: ['true'] }],
      both: ['join', { inputs: ['a', 'b'] }],
      end: ['output'],
    },
    [
      'task.out clock.start',
      'clock.tick one.in',
      'clock.tick two.in',
      'one.out both.a',
      'two.out both.b',
      'both.out end.in',
    ],
  )

  test('are counted by ticks, by forks and by what a join makes one', () => {
    const analyses = analyse(drawing, kinds)
    const count = (node: string): number => analyses.multiplicity.at(at(analyses, node))
    expect([count('clock'), count('one'), count('both'), count('end')]).toEqual([1, 3, 6, 3])
  })

  test('have no end behind a clock that has none', () => {
    const endless = setConfig('clock', { count: 0 })(drawing)
    const analyses = analyse(endless, kinds)
    expect(analyses.multiplicity.at(at(analyses, 'one'))).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('labels', () => {
  const drawing = draw(
    'A stranger, a secret and a gate',
    {
      task: ['input', { fields: [{ name: 'issue', brings: 'untrusted' }] }],
      code: ['repo', { path: '/code' }],
      triage: ['agent'],
      work: ['agent'],
      gate: ['gate', { ask: 'Go on?' }],
      act: ['command', { run: ['act'] }],
      end: ['output'],
    },
    [
      'task.out triage.in',
      'triage.out work.in',
      'work code read',
      'work.out gate.in',
      'gate.approved act.in',
      'act.out end.in',
    ],
  )
  const labels = (document: TopologyDocument, node: string): number => {
    const analyses = analyse(document, kinds)
    return analyses.labels.at(at(analyses, node))
  }

  test('flow with messages and out of repositories, and end at a person', () => {
    expect(labels(drawing, 'triage')).toBe(UNTRUSTED)
    expect(labels(drawing, 'work')).toBe(PRIVATE | UNTRUSTED | STEERED)
    expect(labels(drawing, 'act')).toBe(0)
  })

  test('are those that are said, where somebody has said', () => {
    expect(labels(setConfig('code', { brings: 'nothing' })(drawing), 'work')).toBe(UNTRUSTED | STEERED)
  })

  test('name where they come from', () => {
    const analyses = analyse(drawing, kinds)
    const origin = analyses.labels.origin(at(analyses, 'work'), UNTRUSTED)
    expect(origin).toEqual({ vertex: at(analyses, 'task'), part: 'issue', labels: UNTRUSTED })
    expect(analyses.labels.origin(at(analyses, 'act'), PRIVATE)).toBeNull()
  })

  test('a contract without room for prose lets no orders through', () => {
    const yes = { type: 'object', properties: { urgent: { type: 'boolean' } }, additionalProperties: false }
    expect(labels(setEdgePolicy('e2', { contract: yes })(drawing), 'work') & (UNTRUSTED | STEERED)).toBe(0)
    expect(isStrict({ ...yes, additionalProperties: true })).toBe(false)
    expect(isStrict({ ...yes, properties: { why: { type: 'string' } } })).toBe(false)
    expect(isStrict({ type: 'array', items: { enum: ['low', 'high'] } })).toBe(true)
    expect(isStrict(true)).toBe(false)
  })
})
