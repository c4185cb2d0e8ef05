import { beforeEach, describe, expect, it, vi } from 'vitest'
import { formatDocument } from '../../shared/topology/parse.ts'
import { VirtualClock } from '../../shared/trace/testing/clock.ts'
import { team } from '../../shared/trace/testing/team.ts'
import { setHost } from '../connection/host.ts'
import { RunHost } from '../testing/run-host.ts'
import { closeRun, openRun } from './follow.ts'
import { RunParticles } from './particles.ts'
import { usePlayback } from './playback.ts'
import { advance, goTo, play, stepBy, toLive } from './player.ts'
import { useRuns } from './runs.ts'
import { edgeViewOf, nodeViewOf } from './views.ts'

const clock = new VirtualClock()
const host = new RunHost({ clock })
setHost(host)
const run = host.begin(formatDocument(team), { task: 'fix it' }, '/tmp/team.synod.json')

function state(): ReturnType<typeof usePlayback.getState> {
  return usePlayback.getState()
}

async function shown(): Promise<void> {
  await vi.waitFor(() => {
    expect(state().last).toBeGreaterThan(0)
    expect(state().summary?.seq).toBe(state().last)
  })
}

beforeEach(async () => {
  closeRun()
  await clock.windOn()
  await openRun(run)
  await shown()
})

describe('playback', () => {
  it('follows a run up to its gate, and shows the moment there', () => {
    expect(state().phase).toBe('ready')
    expect(state().live).toBe(true)
    expect(useRuns.getState().asks).toMatchObject([{ node: 'ok', type: 'gate' }])
    expect(nodeViewOf(state(), 'ok')).toMatchObject({ state: 'waiting', chip: 'Waiting for you' })
    expect(nodeViewOf(state(), 'review')).toMatchObject({ state: 'done', chip: 'Done' })
  })

  it('shows any earlier moment and comes back to the live end', () => {
    goTo(0)
    expect(nodeViewOf(state(), 'issue')).toMatchObject({ state: 'idle' })
    stepBy(1, 'node', 'verify')
    expect(state().position).toBeGreaterThan(20)
    expect(nodeViewOf(state(), 'verify')).toMatchObject({ state: 'running' })
    stepBy(-1)
    expect(nodeViewOf(state(), 'verify')).toMatchObject({ state: 'idle' })
    goTo(10_000)
    expect(state().position).toBe(state().last)
    toLive()
    expect(state()).toMatchObject({ live: true, position: state().last })
  })

  it('keeps the very object of a card that does not change', () => {
    goTo(30)
    const before = ['issue', 'review', 'result'].map((id) => nodeViewOf(state(), id))
    const edge = edgeViewOf(state(), 'e11')
    goTo(31)
    expect(['issue', 'review', 'result'].map((id) => nodeViewOf(state(), id))).toEqual(before)
    ;['issue', 'review', 'result'].forEach((id, at) => {
      expect(nodeViewOf(state(), id)).toBe(before[at])
    })
    expect(edgeViewOf(state(), 'e11')).toBe(edge)
  })

  it('tells tokens, the retry and what the stream said at that moment', () => {
    const trace = state().trace!
    const verify = trace.plan.byId.get('verify')!
    const failed = trace
      .inputsOf(verify)
      .find(
        (seq) =>
          trace.record(seq)!.transition.armed.length > 0 &&
          trace.record(seq)!.transition.input.type === 'settle',
      )!
    goTo(failed)
    expect(nodeViewOf(state(), 'verify')).toMatchObject({
      ...{ state: 'retrying', chip: 'Retry 2 of 3' },
      ...{ caption: 'npm ci: ECONNRESET', time: 'in 2 s' },
    })
    expect(edgeViewOf(state(), 'e6')).toMatchObject({ state: 'retrying', label: '↻ 2 of 3' })
    expect(nodeViewOf(state(), 'review')?.meter?.text).toBe('3,520')
  })

  it('plays on from a moment, skips long waits and stops at the end', () => {
    goTo(1)
    play()
    advance(100)
    expect(state().position).toBeLessThan(state().last)
    for (let turn = 0; turn < 500 && state().playing; turn += 1) advance(1000)
    expect(state()).toMatchObject({ playing: false, position: state().last })
  })

  it('goes on from the last seen when a run is shown again', async () => {
    const trace = state().trace
    const ask = useRuns.getState().asks[0]
    if (ask !== undefined) {
      const view = await host.call('ask.view', { run, ask: ask.ask })
      await host.call('ask.decide', { run, ask: ask.ask, answer: 'approve', shown: view.digest, comment: '' })
    }
    await clock.windOn()
    await vi.waitFor(() => expect(state().over).toBe(true))
    expect(state().trace).toBe(trace)
    expect(nodeViewOf(state(), 'refused')).toMatchObject({ state: 'skipped' })
    expect(nodeViewOf(state(), 'result')).toMatchObject({ state: 'done' })
  })

  it('says in one sentence when a run cannot be shown', async () => {
    await openRun('run-none')
    expect(state()).toMatchObject({ phase: 'failed', problem: 'There is no run run-none' })
  })
})

describe('particles', () => {
  it('move for 700 ms and stand between send and delivery', () => {
    const trace = state().trace!
    const feed = new RunParticles()
    let told = 0
    feed.subscribe(() => {
      told += 1
    })
    feed.replay(trace, 0, 1)
    const now = performance.now()
    expect(told).toBe(1)
    expect(feed.moving(now)).toBe(true)
    expect(feed.frame(now + 350)).toMatchObject([{ edge: 'e0', shape: 'data' }])
    expect(feed.frame(now + 350)[0]!.at).toBeCloseTo(0.5, 1)
    expect(feed.frame(now + 800)).toEqual([])
    const sent = trace.messages.all().find((one) => one.endSeq - one.sentSeq > 1)!
    feed.stand(trace, sent.sentSeq, trace.at(sent.sentSeq))
    expect(feed.moving(now)).toBe(false)
    expect(feed.frame(now).length).toBeGreaterThan(0)
  })
})
