import { describe, expect, it } from 'vitest'
import type { ClientCell } from './cells.ts'
import type { Strings } from './testing/puppet.ts'
import { Rig, sketch } from './testing/rig.ts'

const GET: Strings = { ask: [{ tag: 'get', to: 's', class: 'idempotent', kind: 'repo.checkout' }] }

function client(more: { [input: string]: Strings } = {}, broken = false): Rig {
  const on = { message: GET, 'outcome:get': { finish: true }, ...more }
  const policy = { attempts: 3, timeout_ms: 5 }
  const rig = new Rig(
    sketch({ a: { on, policy }, s: { shelf: { broken } } }, ['start.out > a.in', 'a - s', 'a.out > end.in']),
  )
  rig.start()
  rig.deliver('e1')
  return rig
}

function cell(rig: Rig): ClientCell {
  return rig.state[rig.at('e2')] as ClientCell
}

describe('a request to a resource', () => {
  it('is no effect of the world: it is begun, has no limit, and no executor is asked', () => {
    const rig = client()
    const last = rig.history.at(-1)
    expect([last?.asked, last?.armed]).toEqual([[], []])
    expect(rig.effect('a', 'get')?.status).toBe('begun')
    expect(cell(rig).requests.map((ask) => ask.tag)).toEqual(['get'])
    expect(rig.can()).toEqual(['serve e2'])
  })

  it('is read, thought over and answered in separate steps', () => {
    const rig = client()
    expect(() => rig.reply('e2')).toThrow(/has no reply/)
    expect(rig.serve('e2').changed.map(([index]) => index)).not.toContain(rig.at('a'))
    expect(cell(rig)).toMatchObject({ requests: [], replies: [{ tag: 'get' }] })
    expect(rig.can()).toEqual(['reply e2'])
    rig.reply('e2')
    expect(rig.seen('a').at(-1)).toBe('outcome get ok')
    expect(cell(rig)).toEqual({ type: 'client', requests: [], replies: [] })
    expect(() => rig.serve('e2')).toThrow(/asks nothing/)
  })

  it('that is answered with an error has failed: no executor repeats it', () => {
    const rig = client({ 'failed:get': { finish: true } }, true)
    rig.serve('e2')
    const { asked, armed } = rig.reply('e2')
    expect([asked, armed]).toEqual([[], []])
    expect(rig.seen('a').at(-1)).toBe('failed get text:broken')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  const STOPPING = {
    message: { ...GET, arm: [{ tag: 'stop', ms: 1 }] },
    'timer:stop': { withdraw: ['get'], finish: true },
  }

  it('that was withdrawn before it was taken is taken back', () => {
    const rig = client(STOPPING)
    expect(rig.fire('a', 'stop').withdrawn).toEqual([])
    expect([rig.actor('a').effects, cell(rig)]).toEqual([[], { type: 'client', requests: [], replies: [] }])
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('is taken back by a host that read it from the journal too', () => {
    const rig = client(STOPPING)
    rig.state = rig.state.map((one) => structuredClone(one))
    rig.fire('a', 'stop')
    expect([rig.effect('a', 'get'), cell(rig).requests]).toEqual([undefined, []])
  })

  it('that was withdrawn after it was taken waits for its reply, which tells nobody anything', () => {
    const rig = client(STOPPING)
    rig.serve('e2')
    rig.fire('a', 'stop')
    // A new request of the same name could not be told from it.
    expect(rig.effect('a', 'get')).toMatchObject({ withdrawn: true })
    rig.reply('e2')
    expect([rig.seen('a').at(-1), rig.actor('a').effects]).toEqual(['timer stop', []])
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('needs an edge', () => {
    const rig = new Rig(sketch({ a: { on: { message: GET } }, s: { shelf: {} } }, ['start.out > a.in']))
    rig.start()
    expect(() => rig.deliver('e1')).toThrow(/no access to s/)
  })
})
