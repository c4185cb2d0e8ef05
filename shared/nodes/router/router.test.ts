import { describe, expect, it } from 'vitest'
import { outcome, Player } from '../testing/player.ts'

const CASES = {
  cases: [
    { port: 'big', when: 'in.size > 9' },
    { port: 'small', when: 'in.size < 3' },
  ],
}
const IN = { size: 'ref:size' }

describe('a router', () => {
  it.each(['big', 'small', 'otherwise'])(
    'sends its message unchanged by "%s" when that is decided',
    (port) => {
      const router = new Player('router', CASES)
      expect(router.message(IN, 'in', 0, 'loop#1').ask).toMatchObject([
        { tag: 'decide', kind: 'eval', class: 'pure', payload: { in: IN }, activation: 'loop#1' },
      ])
      expect(router.outcome('decide', outcome('ok', {}, { port }))).toEqual({
        local: { phase: 'idle' },
        send: [{ port, payload: IN, activation: 'loop#1' }],
        finished: [0],
      })
    },
  )

  it('has a port for each case, and its world may take each', () => {
    const router = new Player('router', CASES)
    const out = router.kind.ports(router.bound.config).out.map((port) => port.name)
    expect(out).toEqual(['big', 'small', 'otherwise', 'error'])
    router.message(IN)
    const [ask] = router.asks
    expect(ask && router.outcomes(ask).map((one) => one.control['port'] ?? one.tag)).toEqual([
      'big',
      'small',
      'otherwise',
      'error',
      'error',
    ])
  })

  it('whose condition cannot be evaluated sends the error with the message', () => {
    const router = new Player('router', CASES)
    router.message(IN)
    expect(router.failed('decide').send).toEqual([
      { port: 'error', payload: { size: 'ref:size', error: 'text:why' }, activation: '' },
    ])
    expect(() => router.failed('decide')).toThrow(/unexpected/)
  })

  it.each([
    [[]],
    [[{ port: 'a', when: '' }]],
    [[{ port: 'a.b', when: 'x' }]],
    [[{ port: 'otherwise', when: 'x' }]],
    [[{ port: 'error', when: 'x' }]],
    [[{ port: 'exhausted', when: 'x' }]],
    [
      [
        { port: 'a', when: 'x' },
        { port: 'a', when: 'y' },
      ],
    ],
    [Array.from({ length: 33 }, (_, at) => ({ port: `p${at}`, when: 'x' }))],
  ])('refuses the cases %j', (cases) => {
    expect(new Player('router', CASES).kind.schema.safeParse({ cases }).success).toBe(false)
  })
})
