import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { VirtualClock } from '../../shared/trace/testing/clock.ts'
import { failure, type Script } from '../../shared/trace/testing/script.ts'
import { showElement } from '../canvas/showing.ts'
import { setHost } from '../connection/host.ts'
import { goInside, showDocument, useDocument } from '../document/document.ts'
import { selectNodes, useSelection } from '../document/selection.ts'
import { RunHost } from '../testing/run-host.ts'
import { closeRun, openRun } from './follow.ts'
import { chooseLane, selectedInRun } from './naming.ts'
import { usePlayback } from './playback.ts'
import { goTo } from './player.ts'
import { nodeViewOf, runViews } from './views.ts'

/** Three items in two lanes; the second item is never judged right. */
const script: Script = async (work, io) => {
  if (work.ask.tag === 'split')
    return {
      tag: 'ok',
      control: { count: 3 },
      refs: { items: ['a', 'b', 'c'].map((item) => io.put(item)) },
    }
  if (work.ask.kind === 'model.generate') {
    await io.wait(1000)
    if (work.node === 'each/1/judge') return failure('no idea')
    return {
      tag: 'answer',
      control: {},
      refs: { conversation: io.put('…'), answer: io.put({ urgent: true }) },
    }
  }
  return { tag: 'port', control: { port: 'urgent', ports: ['urgent'], value: true }, refs: {} }
}

const clock = new VirtualClock()
const host = new RunHost({ clock, script })
setHost(host)
const text = readFileSync('examples/each-finding/each-finding.synod.json', 'utf8')
const run = host.begin(text, { findings: ['a', 'b', 'c'] }, '/tmp/each.synod.json')
const state = () => usePlayback.getState()

beforeEach(async () => {
  closeRun()
  await clock.windOn()
  await openRun(run)
  await vi.waitFor(() => expect(state().summary?.seq).toBe(state().last))
  const { document } = state()
  if (document !== null) showDocument(document, { path: '/tmp/each.synod.json', digest: 'd', writable: true })
})

/** The first moment at which a card looks so. */
function momentOf(id: string, word: string): number {
  for (let at = 0; at <= state().last; at += 1) {
    goTo(at)
    if (nodeViewOf(state(), id)?.state === word) return at
  }
  throw new Error(`${id} is never ${word}`)
}

describe('the card of a nested node', () => {
  it('tells how many of a map’s lanes are at work, and how its items stand', () => {
    momentOf('each/1', 'running')
    expect(nodeViewOf(state(), 'each')).toMatchObject({
      state: 'running',
      chip: 'Running 2 of 2',
      caption: '0 of 3 items · 1 queued',
    })
    expect(nodeViewOf(state(), 'each/0')).toMatchObject({ state: 'running', caption: 'Judge' })
  })

  it('tells of a lane that failed, while the map collects what came of it', () => {
    goTo(state().last)
    expect(nodeViewOf(state(), 'each/1')?.state).toBe('failed')
    expect(nodeViewOf(state(), 'each')?.state).toBe('done')
  })

  it('is the same object while nothing inside it changes', () => {
    goTo(state().last)
    const before = nodeViewOf(state(), 'each')
    expect(nodeViewOf(state(), 'each')).toBe(before)
  })
})

describe('what is inside', () => {
  it('is named by its lane', () => {
    goInside(['each'])
    expect(state().naming).toEqual({ prefix: 'each/0/', input: 'one' })
    chooseLane('each', 1)
    selectNodes(['judge'])
    expect(selectedInRun(useSelection.getState())).toEqual({ type: 'node', id: 'each/1/judge' })
    selectNodes(['one'])
    expect(selectedInRun(useSelection.getState())?.id).toBe('each/1')
    goInside([])
    expect(state().naming.prefix).toBe('')
  })

  it('is shown by its id in the run, in the lane that is meant', () => {
    showElement('each/1/judge')
    expect(useDocument.getState().inside).toEqual(['each'])
    expect(state().naming.prefix).toBe('each/1/')
  })

  it('shows the messages of its own edges, in the lane that is looked at', () => {
    const seen = (): ReadonlySet<string> => {
      const edges = new Set<string>()
      for (let at = 0; at <= state().last; at += 1) {
        goTo(at)
        for (const { edge } of runViews.particles?.frame(0) ?? []) edges.add(edge)
      }
      return edges
    }
    expect([...seen()].sort()).toEqual(['e1', 'e2', 'e4'])
    goInside(['each'])
    const inner = state().document?.topologies?.find(({ id }) => id === 'look')
    const own = inner?.edges.map(({ id }) => id) ?? []
    expect([...seen()].sort()).toEqual([...own].sort())
  })
})
