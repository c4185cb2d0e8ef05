import { describe, expect, it } from 'vitest'
import type { FramePort } from '../../shared/api/wire.ts'
import { createResumingClient } from './resuming.ts'
import { takeToken } from './token.ts'

interface Wire {
  readonly port: FramePort
  readonly sent: { readonly type: string; readonly id: number; readonly params?: unknown }[]
  say(frame: unknown): void
  cut(): void
}

function wire(): Wire {
  const texts: ((text: string) => void)[] = []
  const closes: (() => void)[] = []
  const sent: Wire['sent'] = []
  return {
    sent,
    say: (frame) => texts.forEach((listener) => void listener(JSON.stringify(frame))),
    cut: () => closes.forEach((listener) => void listener()),
    port: {
      send: (text) => sent.push(JSON.parse(text) as Wire['sent'][number]),
      onText: (listener) => texts.push(listener),
      onClose: (listener) => closes.push(listener),
      close: () => closes.forEach((listener) => void listener()),
    },
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

function transition(seq: number): unknown {
  return { transition: {}, identity: { seq } }
}

describe('the connection', () => {
  it('resumes a subscription from the last event that was seen', async () => {
    const wires = [wire(), wire()]
    let opened = 0
    const states: string[] = []
    const client = createResumingClient({
      connect: () => Promise.resolve((wires[opened++] as Wire).port),
      pause: () => Promise.resolve(),
      changed: (state) => states.push(state),
    })
    const seen: number[] = []
    client.follow('run.transitions', { run: 'r', after: 0 }, (events) => {
      seen.push(...events.map((event) => event.identity.seq))
    })
    await settled()
    wires[0]!.say({ type: 'events', id: wires[0]!.sent[0]!.id, events: [transition(1), transition(2)] })
    wires[0]!.cut()
    await settled()
    expect(wires[1]!.sent[0]).toMatchObject({ type: 'follow', params: { run: 'r', after: 2 } })
    wires[1]!.say({ type: 'events', id: wires[1]!.sent[0]!.id, events: [transition(3)] })
    expect(seen).toEqual([1, 2, 3])
    expect(states).toEqual(['connecting', 'open', 'lost', 'open'])
  })

  it('tries again after a refusal and lets calls wait meanwhile', async () => {
    const last = wire()
    const pauses: number[] = []
    let tries = 0
    const client = createResumingClient({
      connect: () => (++tries < 4 ? Promise.reject(new Error('no')) : Promise.resolve(last.port)),
      pause: (ms) => {
        pauses.push(ms)
        return Promise.resolve()
      },
    })
    const answer = client.call('run.list', {})
    await settled()
    await settled()
    expect(pauses).toEqual([250, 500, 1000])
    last.say({ type: 'result', id: last.sent[0]!.id, result: { runs: [] } })
    await expect(answer).resolves.toEqual({ runs: [] })
  })

  it('never sends a call twice that was in flight when the connection broke', async () => {
    const wires = [wire(), wire()]
    let opened = 0
    const client = createResumingClient({
      connect: () => Promise.resolve((wires[opened++] as Wire).port),
      pause: () => Promise.resolve(),
    })
    await settled()
    const answer = client.call('run.cancel', { run: 'r' })
    await settled()
    wires[0]!.cut()
    await expect(answer).rejects.toThrow('lost')
    await settled()
    expect(wires[1]!.sent).toEqual([])
  })
})

describe('the token', () => {
  it('is taken out of the address and kept for the tab', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    let cleaned = 0
    const clean = (): void => {
      cleaned += 1
    }
    const token = 'abcdefgh_IJKLMNOP-12'
    expect(takeToken({ hash: `#${token}`, storage, clean })).toBe(token)
    expect(takeToken({ hash: '', storage, clean })).toBe(token)
    expect(takeToken({ hash: `#token=${token}9`, storage, clean })).toBe(`${token}9`)
    expect(cleaned).toBe(2)
  })
})
