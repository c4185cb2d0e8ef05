import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { NodeFaults } from '../../shared/topology/faults.ts'
import { errorOutcome, type Outcome } from '../../shared/topology/payload.ts'
import { createRun, drive, HandExecutor, quiet } from '../drivers/live/testing/live-harness.ts'
import type { EffectCall, EffectIo, Executor } from '../drivers/seams.ts'
import { createMemoryJournal } from '../journal/memory-journal.ts'
import { withChaos } from './chaos.ts'

const OK: Outcome = { tag: 'ok', control: { exit: 0 }, refs: { result: 'text:result', log: 'text:log' } }
const CUT = errorOutcome({ code: 'cancelled', retryable: false, happened: 'unknown' }, 'text:stopped')

/** Answers when a test says so; ends its attempt when it is told to, as the real ones do. */
function executor(words = 0): Executor & { readonly begun: string[]; answer(): void } {
  const begun: string[] = []
  let settle: (outcome: Outcome) => void = () => {}
  return {
    begun,
    answer: () => settle(OK),
    kinds: ['process.exec', 'human.ask'],
    perform: (call, io) => {
      begun.push(call.effect)
      return new Promise((resolve) => {
        settle = resolve
        io.signal.addEventListener('abort', () => resolve(CUT))
        for (let word = 0; word < words; word += 1) io.emit('output', 'word')
      })
    },
  }
}

function call(faults: Omit<NodeFaults, 'node'> | null, more: Partial<EffectCall> = {}): EffectCall {
  const chaos = faults === null ? undefined : { seed: 1, faults: { nodes: [{ node: 'a', ...faults }] } }
  return {
    ...{ run: 'r', effect: 'a:1', execution: 1, node: 'a', nodeName: 'A', tag: 'exec' },
    ...{
      kind: 'process.exec',
      class: 'once',
      control: {},
      payload: {},
      bound: { config: {}, resources: [] },
    },
    settings: { approve: 'ask', unsandboxed: false, models: {}, chaos },
    folders: { root: '/nowhere', topology: '/nowhere' },
    ...more,
  }
}

function stream(): { readonly io: EffectIo; readonly said: string[]; stop(): void } {
  const said: string[] = []
  const stop = new AbortController()
  const io = {
    signal: stop.signal,
    payloads: createMemoryJournal().payloads,
    emit: (_: string, data: string) => void said.push(data),
  }
  return { io, said, stop: () => stop.abort() }
}

describe('chaos in a real run', () => {
  it('leaves alone what did not ask for it, other nodes, and people', async () => {
    for (const quietCall of [
      call(null),
      call({ error: 1 }, { node: 'b' }),
      call({ error: 1 }, { kind: 'human.ask' }),
    ]) {
      const real = executor()
      const { io, said } = stream()
      const ended = withChaos(real).perform(quietCall, io)
      real.answer()
      expect([await ended, said]).toEqual([OK, []])
    }
  })

  it('never begins what it refuses or has fail, and says so', async () => {
    const real = executor()
    const { io, said } = stream()
    const refused = await withChaos(real).perform(call({ rate_limit: 1 }), io)
    expect(refused.control).toEqual({ code: 'chaos-rate_limit', retryable: true, happened: 'no' })
    const failed = await withChaos(real).perform(call({ error: 1 }), io)
    expect(failed.control).toEqual({ code: 'chaos-error', retryable: false, happened: 'no' })
    expect(real.begun).toEqual([])
    expect(said).toEqual(['Chaos: refused, too many requests\n', 'Chaos: it fails\n'])
  })

  it('hangs without having begun, until it is told to stop', async () => {
    const real = executor()
    const { io, stop } = stream()
    const hung = withChaos(real).perform(call({ hang: 1 }), io)
    stop()
    expect((await hung).control).toMatchObject({ happened: 'no' })
    expect(real.begun).toEqual([])
  })

  it('ends an attempt that works, and believes what its executor says of it', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const real = executor()
    const crashed = withChaos(real).perform(call({ crash: 1 }), stream().io)
    await vi.advanceTimersByTimeAsync(3000)
    expect((await crashed).control).toEqual({ code: 'cancelled', retryable: true, happened: 'unknown' })
    expect(real.begun).toEqual(['a:1'])
    const quick = withChaos(real).perform(call({ crash: 1 }), stream().io)
    real.answer()
    expect(await quick).toEqual(OK)
  })

  it('cuts a connection while words come', async () => {
    const { io, said } = stream()
    const cut = await withChaos(executor(100)).perform(call({ cut: 1 }), io)
    expect(cut.control).toEqual({ code: 'cancelled', retryable: true, happened: 'unknown' })
    expect(said[0]).toBe('Chaos: its connection is cut\n')
  })

  it('cannot read an answer to what has happened', async () => {
    const real = executor()
    const ended = withChaos(real).perform(call({ malformed: 1 }), stream().io)
    real.answer()
    expect((await ended).control).toEqual({ code: 'chaos-malformed', retryable: true, happened: 'unknown' })
  })

  it('meets the same executions with the same faults, by its seed', async () => {
    const met = async (): Promise<readonly string[]> => {
      const real = executor()
      const all: string[] = []
      for (let execution = 1; execution <= 40; execution += 1) {
        const ended = withChaos(real).perform(
          call({ rate_limit: 0.3, error: 0.3 }, { execution }),
          stream().io,
        )
        real.answer()
        all.push(String((await ended).control['code'] ?? 'ok'))
      }
      return all
    }
    const first = await met()
    expect(new Set(first)).toEqual(new Set(['ok', 'chaos-rate_limit', 'chaos-error']))
    expect(await met()).toEqual(first)
  })

  it('has a run try again by the same effect, on the same journal', async () => {
    const at: [number, number] = [0, 0]
    const document = {
      synod: 1 as const,
      name: 'one',
      nodes: [
        { id: 'in', kind: 'input', at },
        { id: 'a', kind: 'command', at, config: { run: ['true'] }, policy: { attempts: 2, backoff_ms: 5 } },
        { id: 'out', kind: 'output', at },
      ],
      edges: [
        { id: 'e1', from: 'in.out', to: 'a.in' },
        { id: 'e2', from: 'a.out', to: 'out.in' },
      ],
    }
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const chaos = { seed: 1, faults: { nodes: [{ node: 'a', rate_limit: 1 }] } }
    const marked = { ...record, settings: { ...record.settings, chaos } }
    const real = new HandExecutor()
    const driven = drive(journal, marked, document, undefined, withChaos(real))
    driven.live.begin({})
    await quiet(driven.live)
    driven.clock.turn(5)
    expect(await driven.ended).toEqual({ status: 'failed', actor: 'a' })
    expect(real.executions).toEqual([])
    expect(journal.effects('r')).toMatchObject([{ effect: 'a:1', attempts: 2, status: 'failed' }])
  })
})
