import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { analyse } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import { draw } from '../testing/draw.ts'
import { quorumAt } from './index.ts'
import type { QuorumView } from './view.ts'

/** So many agents of these models, whose work comes to a vote. */
function council(models: readonly string[], config: object = {}, prompt = ''): TopologyDocument {
  const names = models.map((_, at) => `v${at + 1}`)
  return draw(
    'council',
    {
      task: ['input'],
      ...Object.fromEntries(models.map((model, at) => [`v${at + 1}`, ['agent', { model, prompt }]])),
      vote: ['vote', { inputs: names, ...config }],
      end: ['output'],
    },
    [
      ...names.map((id) => `task.out ${id}.in`),
      ...names.map((id) => `${id}.out vote.${id}`),
      'vote.decided end.in',
      'vote.undecided end.in',
    ],
  )
}

function viewOf(document: TopologyDocument, element = 'vote'): QuorumView {
  const view = quorumAt(analyse(document, kinds), element)
  if (view === null) throw new Error(`nothing is decided at ${element}`)
  return view
}

function modes({ seats }: QuorumView): string {
  return seats.map(({ id, mode }) => `${id}:${mode}`).join(' ')
}

function broken({ laws }: QuorumView): readonly string[] {
  return laws.filter(({ holds }) => !holds).map(({ law, filled }) => `${law}: ${filled}`)
}

const FOUR = ['a:one', 'b:two', 'c:three', 'd:four']
const BYZANTINE = { faults: 'byzantine', f: 1 }

describe('of a vote', () => {
  it('are n, f and q, and what it survives', () => {
    const view = viewOf(council(FOUR, BYZANTINE))
    expect(view).toMatchObject({ votes: 4, needed: 3, apart: 4, asked: 1, silent: 1, wrong: 1, together: [] })
    expect(view.summary).toBe('3 of 4 decide; survives 1 silent, 1 wrong')
    expect(view.seats.map(({ name }) => name)).toEqual(['"v1"', '"v2"', '"v3"', '"v4"'])
    expect(broken(view)).toEqual([])
    expect(view.laws.map(({ law }) => law)).toEqual(['n − f ≥ q', '2q − n > f', 'q > f', 'n ≥ 3f + 1'])
  })

  it('voters of one model are one that fails, with all their votes', () => {
    const view = viewOf(council(['a:one', 'b:two', 'a:one', 'a:one'], BYZANTINE))
    expect([modes(view), view.apart, view.silent, view.wrong]).toEqual(['v1:0 v3:0 v4:0 v2:1', 2, 0, 0])
    expect(broken(view)).toEqual([
      'n − votes of f ≥ q: 4 − 3 = 1 < 3',
      '2q − n > votes of f: 2 · 3 − 4 = 2 ≤ 3',
      'q > votes of f: 3 ≤ 3',
      'n ≥ 3f + 1: 2 < 3 · 1 + 1 = 4',
    ])
    expect(view.together).toMatchObject([
      { why: 'model', name: 'a:one', members: ['v1', 'v3', 'v4'], grave: true },
      { why: 'provider', name: 'a', grave: true },
    ])
    expect(view.together[0]?.sentence).toBe(
      '"v1", "v3" and "v4" are of the model "a:one": what it misreads has 3 votes, where 3 decide; without it 1 is left.',
    )
  })

  it('a group that the drawing names has one vote', () => {
    const groups = ['v1', 'v2'].map((input) => ({ input, group: 'same prompt' }))
    const view = viewOf(council(FOUR, { groups, f: 1 }))
    expect([view.votes, view.needed, view.apart, modes(view)]).toEqual([3, 2, 3, 'v1:0 v2:0 v3:1 v4:2'])
    expect(view.together.map(({ sentence }) => sentence)).toEqual([
      '"v1" and "v2" are the group "same prompt" and have 1 vote together, cast by more than half of them.',
    ])
    expect(broken(view)).toEqual([])
  })

  it('a group and a model that meet in one voter are one', () => {
    const groups = ['v1', 'v2'].map((input) => ({ input, group: 'g' }))
    const view = viewOf(council(['a:one', 'b:two', 'b:two', 'c:three'], { groups }))
    expect([modes(view), view.apart]).toEqual(['v1:0 v2:0 v3:0 v4:1', 2])
  })

  it('a provider and a prompt are said, and not counted', () => {
    const view = viewOf(council(['a:one', 'a:two', 'a:three'], { f: 1 }, 'Which library?'))
    expect(view.apart).toBe(3)
    expect(view.together.map(({ why, name, grave }) => [why, name, grave])).toEqual([
      ['provider', 'a', true],
      ['prompt', 'Which library?', false],
    ])
  })

  it('what a verifier has let through, and what a stand-in says, fails apart', () => {
    expect(viewOf(council(['standin', 'standin', 'standin'])).apart).toBe(3)
    const checked = draw(
      'checked',
      {
        task: ['input'],
        one: ['agent', { model: 'a:one' }],
        two: ['agent', { model: 'a:one' }],
        tests: ['verifier', { run: ['true'] }],
        vote: ['vote', { inputs: ['one', 'two'] }],
        end: ['output'],
      },
      ['task.out one.in', 'task.out two.in', 'one.out tests.in', 'tests.pass vote.one', 'two.out vote.two'],
    )
    expect(viewOf(checked)).toMatchObject({ apart: 2, together: [] })
  })

  it('is there while its numbers do not go together, and says which do not', () => {
    const view = viewOf(council(FOUR, { f: 2 }))
    expect([view.asked, view.silent]).toEqual([2, 1])
    expect(broken(view)).toEqual(['n − f ≥ q: 4 − 2 = 2 < 3', 'n ≥ 2f + 1: 4 < 2 · 2 + 1 = 5'])
    expect(viewOf(council(FOUR, { rule: 'quorum', quorum: 9 })).summary).toBe('9 of 4 decide: never reached')
    expect(viewOf(council(FOUR, { rule: 'quorum', quorum: 2 })).summary).toBe(
      '2 of 4 decide: two answers may both win',
    )
    expect(quorumAt(analyse(council(FOUR, { f: 'many' }), kinds), 'vote')).toBe(null)
  })

  it('follows an edit of a model, a setting and an edge', () => {
    const before = council(FOUR, BYZANTINE)
    const alike = setConfig('v2', { model: 'a:one' })(before)
    expect(viewOf(alike).apart).toBe(3)
    const cut = { ...before, edges: before.edges.filter(({ to }) => to !== 'vote.v4') }
    expect(viewOf(cut).seats.at(-1)?.name).toBe('"v4", which no edge leads to')
  })
})

describe('of a gate', () => {
  const gate = (config: object): QuorumView =>
    viewOf(
      draw('asked', { task: ['input'], ok: ['gate', { ask: 'Go on?', ...config }], end: ['output'] }, [
        'task.out ok.in',
        'ok.approved end.in',
      ]),
      'ok',
    )

  it('are its people: how many may be away, and whether one alone approves', () => {
    const view = gate({ approvers: ['anna', 'bo', 'cy'], needed: 2 })
    expect(view).toMatchObject({ votes: 3, needed: 2, silent: 1, wrong: 1, asked: null })
    expect(view.seats.map(({ name }) => name)).toEqual(['anna', 'bo', 'cy'])
    expect(broken(view)).toEqual([])
    expect(gate({ approvers: 2, deadline_ms: 1_800_000 }).laws[0]?.sentence).toBe(
      'With one person away, 1 is left, and 2 must approve: after 30 min its default decides: reject.',
    )
    expect(gate({})).toMatchObject({ summary: 'One person approves alone', laws: [] })
    expect(broken(gate({ approvers: 2, needed: 1 }))).toEqual(['q > f: 1 ≤ 1'])
    expect(gate({ approvers: 2, needed: 3 }).summary).toBe('3 of 2 approve: never reached')
  })
})

it('of a group are its members, who of them fail together, and how often they are started again', () => {
  const document = council(['a:one', 'a:one', 'b:two'])
  const restart = { strategy: 'one-for-one' as const, most: 1, within_ms: 60_000, backoff_ms: 0 }
  const grouped = { ...document, groups: [{ id: 'team', members: ['v1', 'v2', 'v3'], restart }] }
  const view = viewOf(grouped, 'team')
  expect(view).toMatchObject({ of: 'group', votes: 3, needed: null, apart: 2, asked: 1 })
  expect(broken(view)).toEqual(['r ≥ k: 1 < 2'])
  expect(view.summary).toBe('3 members; gives up after 1 restart in 60 s')
  const bare = { ...document, groups: [{ id: 'team', members: ['v1'] }] }
  expect(viewOf(bare, 'team').laws).toEqual([])
})

it('of anything else there is none', () => {
  const analyses = analyse(council(FOUR), kinds)
  expect([quorumAt(analyses, 'v1'), quorumAt(analyses, 'nobody')]).toEqual([null, null])
})
