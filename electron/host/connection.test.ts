import { describe, expect, it, vi } from 'vitest'
import { createHostClient } from '../../shared/api/client.ts'
import { HostError } from '../../shared/api/contract.ts'
import { serveConnection } from './connection.ts'
import { memoryPorts } from './memory-port.ts'
import { type FakeService, fakeService, fakeSummary, fakeTransition } from './testing/fake-service.ts'

interface Frame {
  readonly type: string
  readonly id: number
  readonly events?: readonly { readonly identity: { readonly seq: number } }[]
  readonly error?: { readonly code: string; readonly message: string }
}

/** A peer that speaks raw frames, so that it can hold back its acknowledgements or break the rules. */
function rawPeer(service: FakeService, log: (what: string, error: unknown) => void = () => {}) {
  const [host, peer] = memoryPorts()
  const frames: Frame[] = []
  let closed = false
  serveConnection(service, host, log)
  peer.onText((text) => void frames.push(JSON.parse(text) as Frame))
  peer.onClose(() => {
    closed = true
  })
  return {
    frames,
    say: (frame: unknown) => peer.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    isClosed: () => closed,
    close: () => peer.close(),
    seqs: () => frames.flatMap((frame) => frame.events ?? []).map((event) => event.identity.seq),
  }
}

describe('a connection', () => {
  it('answers calls and says what is wrong with their parameters', async () => {
    const [host, page] = memoryPorts()
    serveConnection(fakeService({ 'run.list': () => ({ runs: [fakeSummary('r1')] }) }), host)
    const client = createHostClient(page)
    await expect(client.call('run.list', {})).resolves.toMatchObject({ runs: [{ run: 'r1' }] })
    const wrong = client.call('run.get', { run: 7 } as unknown as { run: string })
    await expect(wrong).rejects.toMatchObject({
      body: {
        code: 'bad-input',
        message: expect.stringContaining('run.get: run: '),
        problems: [{ path: 'run' }],
      },
    })
  })

  it('passes on what the host refuses, and keeps to itself how it failed', async () => {
    const logged: string[] = []
    const peer = rawPeer(
      fakeService({
        'run.cancel': () => {
          throw new HostError({ code: 'stale', message: 'Another digest was shown' })
        },
        'run.pause': () => {
          throw new TypeError('the key is sk-123')
        },
      }),
      (what) => logged.push(what),
    )
    peer.say({ type: 'call', id: 1, method: 'run.cancel', params: { run: 'r' } })
    peer.say({ type: 'call', id: 2, method: 'run.pause', params: { run: 'r' } })
    peer.say({ type: 'call', id: 3, method: 'toString', params: {} })
    peer.say({ type: 'follow', id: 4, topic: '__proto__', params: {} })
    await vi.waitFor(() => expect(peer.frames).toHaveLength(4))
    const byId = new Map(peer.frames.map((frame) => [frame.id, frame.error]))
    expect(byId.get(1)?.code).toBe('stale')
    expect(byId.get(2)?.code).toBe('internal')
    expect(byId.get(2)?.message).not.toContain('sk-123')
    expect(byId.get(3)?.message).toContain('there is no method "toString"')
    expect(byId.get(4)?.message).toContain('there is no topic "__proto__"')
    expect(logged).toEqual(['run.pause'])
  })

  it.each(['{', '{"type":"shout","id":1}', '{"type":"ack","id":1,"more":true}'])(
    'ends at a text that is no frame: %s',
    async (text) => {
      const peer = rawPeer(fakeService())
      peer.say(text)
      await vi.waitFor(() => expect(peer.isClosed()).toBe(true))
    },
  )

  it('has at most two batches out and gathers the rest', async () => {
    const service = fakeService()
    const peer = rawPeer(service)
    peer.say({ type: 'follow', id: 9, topic: 'run.transitions', params: { run: 'r', after: 0 } })
    await vi.waitFor(() => expect(service.followers('run.transitions')).toBe(1))
    for (let seq = 1; seq <= 2; seq += 1) {
      service.emit('run.transitions', [fakeTransition(seq)])
      await vi.waitFor(() => expect(peer.frames).toHaveLength(seq))
    }
    service.emit('run.transitions', [fakeTransition(3)])
    service.emit('run.transitions', [fakeTransition(4), fakeTransition(5)])
    expect(peer.frames).toHaveLength(2)
    peer.say({ type: 'ack', id: 9 })
    await vi.waitFor(() => expect(peer.frames).toHaveLength(3))
    expect(peer.seqs()).toEqual([1, 2, 3, 4, 5])
  })

  it('stops reading a log that nobody takes, and leaves nothing out when it goes on', async () => {
    const log = Array.from({ length: 12_500 }, (_, at) => fakeTransition(at + 1))
    const service = fakeService({}, () => log)
    const emit = vi.spyOn(service, 'follow')
    const peer = rawPeer(service)
    peer.say({ type: 'follow', id: 1, topic: 'run.transitions', params: { run: 'r', after: 0 } })
    await vi.waitFor(() => expect(peer.frames.length).toBe(2))
    expect(service.followers('run.transitions')).toBe(0)
    for (let batches = 3; batches <= 13; batches += 1) {
      peer.say({ type: 'ack', id: 1 })
      await vi.waitFor(() => expect(peer.frames.length).toBe(batches))
    }
    expect(peer.seqs()).toEqual(log.map((event) => event.identity.seq))
    await vi.waitFor(() =>
      expect(emit).toHaveBeenLastCalledWith(
        'run.transitions',
        { run: 'r', after: 12_500 },
        expect.anything(),
      ),
    )
  })

  it('keeps only the newest summary of a run for a slow reader', async () => {
    const service = fakeService()
    const [host, page] = memoryPorts()
    serveConnection(service, host)
    const client = createHostClient(page)
    const seen: string[] = []
    let release = (): void => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    client.follow('runs', {}, (events) => {
      seen.push(...events.map((event) => `${event.run}:${event.seq}`))
      return held
    })
    await vi.waitFor(() => expect(service.followers('runs')).toBe(1))
    for (const seq of [1, 2]) {
      service.emit('runs', [fakeSummary('a', seq)])
      await vi.waitFor(() => expect(seen).toHaveLength(seq))
    }
    for (const seq of [3, 4, 5]) service.emit('runs', [fakeSummary('a', seq), fakeSummary('b', seq)])
    release()
    await vi.waitFor(() => expect(seen).toEqual(['a:1', 'a:2', 'a:5', 'b:5']))
  })

  it('lets go of everything at unfollow and at the end', async () => {
    const service = fakeService()
    const peer = rawPeer(service)
    peer.say({ type: 'follow', id: 1, topic: 'runs', params: {} })
    peer.say({ type: 'follow', id: 2, topic: 'inbox', params: {} })
    await vi.waitFor(() => expect(service.followers('inbox')).toBe(1))
    peer.say({ type: 'unfollow', id: 1 })
    await vi.waitFor(() => expect(service.followers('runs')).toBe(0))
    peer.close()
    expect(service.followers('inbox')).toBe(0)
  })

  it('answers what it has taken before it ends, and takes nothing more', async () => {
    let release = (): void => {}
    const asked = new Promise<void>((resolve) => {
      release = resolve
    })
    const begun: string[] = []
    const service = fakeService({
      'run.cancel': async ({ run }) => {
        begun.push(run)
        await asked
        return {}
      },
    })
    const [host, peer] = memoryPorts()
    const served = serveConnection(service, host)
    const client = createHostClient(peer)
    const answer = client.call('run.cancel', { run: 'first' })
    await vi.waitFor(() => expect(begun).toEqual(['first']))
    const drained = served.drain()
    const late = client.call('run.cancel', { run: 'second' })
    release()
    await drained
    host.close()
    await expect(answer).resolves.toEqual({})
    await expect(late).rejects.toMatchObject({ body: { code: 'unavailable' } })
    expect(begun).toEqual(['first'])
  })

  it('says so when a subscription cannot begin', async () => {
    const service = fakeService()
    service.follow = () => {
      throw new HostError({ code: 'not-found', message: 'there is no run r' })
    }
    const peer = rawPeer(service)
    peer.say({ type: 'follow', id: 1, topic: 'run.chunks', params: { run: 'r', after: 0 } })
    await vi.waitFor(() => expect(peer.frames).toHaveLength(1))
    expect(peer.frames[0]).toMatchObject({ type: 'error', id: 1, error: { code: 'not-found' } })
  })
})
