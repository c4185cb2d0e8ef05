import { beforeAll, describe, expect, it } from 'vitest'
import type { TopologyDocument } from '../topology/document.ts'
import type { Outcome } from '../topology/payload.ts'
import { actorAt } from '../topology/plan.ts'
import { type MergeView, mergeView } from './merge-view.ts'
import { recordRun } from './testing/record.ts'
import { Trace } from './trace.ts'

/** Two workers whose changes come at the same moment, to a repository that checks. */
const TEAM: TopologyDocument = {
  synod: 1,
  name: 'two',
  nodes: [
    { id: 'start', kind: 'input', at: [0, 0] },
    { id: 'git', kind: 'repo', at: [0, 0], config: { path: 'x', check: ['test'] } },
    ...['a', 'b'].map((id) => ({
      id,
      kind: 'command',
      at: [0, 0] as [number, number],
      config: { run: ['x'] },
    })),
    { id: 'end', kind: 'output', at: [0, 0] },
  ],
  edges: [
    { id: 'open', from: 'start.out', to: 'git.open' },
    ...['a', 'b'].flatMap((id) => [
      { id: `${id}1`, from: 'git.opened', to: `${id}.in` },
      { id: `${id}2`, from: id, to: 'git', access: 'write' as const },
      { id: `${id}3`, from: `${id}.out`, to: 'end.in' },
      { id: `${id}4`, from: `${id}.conflict`, to: 'end.in' },
    ]),
  ],
}

function views(trace: Trace): readonly MergeView[] {
  const repo = actorAt(trace.plan, trace.plan.byId.get('git') ?? -1)
  const found: MergeView[] = []
  for (let position = 0; position <= trace.last; position += 1) {
    const view = mergeView(trace, repo, position)
    if (view !== null && JSON.stringify(view) !== JSON.stringify(found.at(-1))) found.push(view)
  }
  return found
}

describe('the merge queue of a run', () => {
  let trace: Trace

  beforeAll(async () => {
    let merges = 0
    const done = { result: 'text:', log: 'text:' }
    const { plan, records } = await recordRun({
      document: TEAM,
      script: async ({ ask }, io): Promise<Outcome> => {
        await io.wait(10)
        if (ask.kind === 'process.exec' && ask.control['check'] !== true)
          return { tag: 'ok', control: { exit: 0 }, refs: { ...done, tree: io.put(ask.tag) } }
        if (ask.kind === 'process.exec') return { tag: 'exit', control: { exit: 1 }, refs: done }
        merges += ask.kind === 'git.merge' ? 1 : 0
        if (merges === 2)
          return { tag: 'conflict', control: { files: ['a.txt'] }, refs: { error: 'text:clash' } }
        return { tag: 'ok', control: {}, refs: { change: io.put(`${merges}`) } }
      },
    })
    trace = new Trace(plan)
    trace.append(records)
  })

  it('says whose change is where, how many wait, and how the last ended', () => {
    expect(
      views(trace).map(({ now, queue, last }) => [now?.by, now?.stage, queue.join(), last?.by, last?.end]),
    ).toEqual([
      [undefined, undefined, '', undefined, undefined],
      ['a', 'merge', '', undefined, undefined],
      ['a', 'merge', 'b', undefined, undefined],
      ['a', 'check', 'b', undefined, undefined],
      ['b', 'merge', '', 'a', 'semantic-conflict'],
      [undefined, undefined, '', 'b', 'conflict'],
    ])
    expect(views(trace).at(-1)?.last?.files).toEqual(['a.txt'])
  })

  it('is of repositories alone', () => {
    for (const actor of trace.plan.actors)
      if (actor.id !== 'git') expect(mergeView(trace, actor, trace.last)).toBeNull()
  })
})
