import { describe, expect, it } from 'vitest'
import { analyse } from '../hazards/analyses.ts'
import { draw } from '../hazards/testing/draw.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import type { Picked } from './failure.ts'
import { summaryOf } from './impact.ts'
import { inquire } from './inquiry.ts'

const agent = ['agent', { model: 'standin', prompt: 'Do it' }] as const
const input = ['input'] as const
const output = ['output'] as const

function asked(document: TopologyDocument, element: string, way: Picked['way'] = null) {
  const plan = compile(document, kinds)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  const inquiry = inquire(analyse(document, kinds), plan.value, { element, way })
  while (inquiry?.advance(1000) === false);
  return inquiry?.impact() ?? null
}

/** `effect: sentence` by element. */
function told(document: TopologyDocument, element: string): Record<string, string> {
  const found = asked(document, element)
  if (found === null) throw new Error(`no ${element}`)
  const nodes = found.nodes.map(({ element: of, effect, sentence }) => [of, `${effect}: ${sentence}`])
  return { ...Object.fromEntries(nodes), summary: summaryOf(found) }
}

const two = draw(
  'two',
  { task: input, one: agent, two: agent, both: ['join', { inputs: ['a', 'b'] }], end: output },
  ['task.out one.in', 'task.out two.in', 'one.out both.a', 'two.out both.b', 'both.out end.in'],
)

describe('a worker that fails', () => {
  it('stops what waits for all, and cuts off what runs beside it', () => {
    expect(told(two, 'one')).toEqual({
      task: 'survives: The run begins with it.',
      two: 'degrades: The run fails at "one", and what is not done by then is cut off.',
      both: 'stops: It waits for all that it joins, and nothing comes from "one".',
      end: 'stops: Nothing comes to it from "both".',
      summary: 'If "one" fails: 2 stop, 1 degrades, 1 survives; the run fails.',
    })
  })

  it('leaves what waits for any with the others, where its error goes somewhere', () => {
    const any = draw(
      'any',
      {
        task: input,
        one: agent,
        two: agent,
        either: ['join', { inputs: ['a', 'b'], wait: 'any' }],
        end: output,
        people: output,
      },
      [
        'task.out one.in',
        'task.out two.in',
        'one.out either.a',
        'two.out either.b',
        'either.out end.in',
        'one.error people.in',
      ],
    )
    expect(told(any, 'one')).toEqual({
      task: 'survives: The run begins with it.',
      two: 'survives: Nothing of it depends on "one".',
      either: 'degrades: It goes on with what comes from "two": nothing comes from "one".',
      end: 'degrades: It is behind "one": less may come to it, later, or something else.',
      people: 'survives: It takes over what failed.',
      summary: 'If "one" fails: 0 stop, 2 degrade, 3 survive; the run is done.',
    })
  })

  it('takes a vote from the others', () => {
    const inputs = ['a', 'b', 'c']
    const vote = draw(
      'vote',
      {
        task: input,
        ...Object.fromEntries(inputs.map((port) => [port, agent])),
        vote: ['vote', { inputs, f: 1 }],
        end: output,
        people: output,
      },
      [
        ...inputs.flatMap((port) => [`task.out ${port}.in`, `${port}.out vote.${port}`]),
        'a.error people.in',
        'vote.decided end.in',
        'vote.undecided people.in',
      ],
    )
    const { vote: left } = told(vote, 'a')
    expect(left).toBe('degrades: 2 of 3 votes are left and 2 must agree: no further one may fail.')
  })
})

describe('what is silent', () => {
  const gate = draw(
    'gate',
    { task: input, ok: ['gate', { ask: 'Go on?' }], work: agent, beside: agent, end: output },
    ['task.out ok.in', 'ok.approved work.in', 'work.out end.in', 'task.out beside.in'],
  )

  it('a gate that nobody answers stops what is behind it, and the run waits', () => {
    expect(told(gate, 'ok')).toMatchObject({
      work: 'stops: Every way to it leads over "ok".',
      beside: 'survives: Nothing of it depends on "ok".',
      summary: 'If "ok" is silent: 2 stop, 0 degrade, 2 survive; the run waits for ever for an answer.',
    })
  })

  it('a store stops those who read it first, and an edge to it only its own worker', () => {
    const keys = { model: 'standin', prompt: 'Do it', reads: ['plan'] }
    const shared = draw(
      'shared',
      {
        task: input,
        board: ['store', { keys: [{ name: 'plan' }] }],
        one: ['agent', keys],
        two: ['agent', keys],
        end: output,
      },
      ['task.out one.in', 'task.out two.in', 'one board read', 'two board read', 'one.out end.in'],
    )
    expect(told(shared, 'board')).toMatchObject({
      one: 'stops: It cannot work without "board", which does not answer.',
      two: 'stops: It cannot work without "board", which does not answer.',
      end: 'stops: Nothing comes to it from "one".',
    })
    expect(told(shared, 'e4')).toMatchObject({
      one: 'survives: Nothing of it depends on the edge from "two" to "board".',
      two: 'stops: It cannot work without "board", which does not answer.',
    })
  })
})

describe('what else may be picked', () => {
  it('an edge that loses all stops what only it leads to', () => {
    expect(told(two, 'e5')).toMatchObject({
      both: expect.stringContaining('survives'),
      end: 'stops: Nothing comes to it by the edge from "both" to "end", which loses all.',
    })
  })

  it('a group with all its members', () => {
    const group = { ...two, groups: [{ id: 'pair', members: ['one', 'two'] }] }
    expect(told(group, 'pair')['summary']).toBe(
      'If group "pair" fails: 2 stop, 0 degrade, 1 survives; the run fails.',
    )
  })

  it('all that use one model', () => {
    const found = asked(two, 'model:standin')
    expect(found?.failed).toEqual(['one', 'two'])
    expect(asked(two, 'one')?.together).toEqual({ element: 'model:standin', model: 'standin', count: 2 })
  })

  it('a worker that is not wired yet, which nothing suffers from', () => {
    const spare = { ...two.nodes.find(({ id }) => id === 'one'), id: 'spare' } as (typeof two.nodes)[number]
    const found = told({ ...two, nodes: [...two.nodes, spare] }, 'spare')
    expect(found['summary']).toMatch(/^If .*spare.* fails: 0 stop, 0 degrade, \d survive/)
  })

  it('nothing that the drawing does not have', () => {
    expect(asked(two, 'nowhere')).toBeNull()
  })
})

it('answers by the drawing alone while it does not compile', () => {
  const half = { ...two, edges: two.edges.filter(({ id }) => id !== 'e5') }
  const inquiry = inquire(analyse(half, kinds), null, { element: 'one', way: null })
  expect(inquiry?.advance(1)).toBe(true)
  expect(inquiry?.impact().nodes.map(({ element, effect, word }) => [element, effect, word])).toContainEqual([
    'both',
    'stops',
    'possible',
  ])
})

it('says of which nodes it does not know to the end', () => {
  const plan = compile(two, kinds)
  if (!plan.ok) throw new Error('it compiles')
  const inquiry = inquire(analyse(two, kinds), plan.value, { element: 'one', way: 'silent' }, 3)
  while (inquiry?.advance(1) === false);
  expect(inquiry?.open().length).toBeGreaterThan(0)
})
