import { describe, expect, it } from 'vitest'
import { outcome, Player, repo } from '../testing/player.ts'

const RUN = { run: ['npm', 'test'], as: 'tests' }
const IN = { change: 'ref:change' }
const REFS = { result: 'ref:report', log: 'ref:log' }

describe('a verifier', () => {
  it.each([
    ['ok', 'pass'],
    ['exit', 'fail'],
  ])('whose check ends with %s sends its report by "%s"', (tag, port) => {
    const verifier = new Player('verifier', RUN)
    expect(verifier.message(IN).ask).toMatchObject([{ tag: 'check', kind: 'process.exec', class: 'pure' }])
    expect(verifier.outcome('check', outcome(tag, REFS))).toEqual({
      local: { phase: 'idle' },
      send: [{ port, payload: { change: 'ref:change', tests: 'ref:report' }, activation: '' }],
      finished: [0],
    })
  })

  it('checks the tree that its message is about, and leaves no change behind', () => {
    const verifier = new Player('verifier', RUN, [repo('read-modify-write')])
    expect(verifier.message(IN).ask).toMatchObject([{ tag: 'checkout', to: 'git', payload: IN }])
    expect(verifier.outcome('checkout', outcome('ok', { change: 'ref:change' })).ask).toMatchObject([
      { control: { capture: false }, payload: { in: IN, tree: 'ref:change' } },
    ])
    const { send, ask } = verifier.outcome('check', outcome('ok', { ...REFS, tree: 'ref:littered' }))
    expect(ask).toBeUndefined()
    expect(send?.[0]?.payload).toEqual({ change: 'ref:change', tests: 'ref:report' })
  })

  it('says which state it looked at where its message was about none', () => {
    const verifier = new Player('verifier', RUN, [repo('read')])
    verifier.message({ task: 'ref:task' })
    verifier.outcome('checkout', outcome('ok', { change: 'ref:newest' }))
    expect(verifier.outcome('check', outcome('ok', REFS)).send?.[0]?.payload).toEqual({
      task: 'ref:task',
      change: 'ref:newest',
      tests: 'ref:report',
    })
  })

  it('that cannot check is no pass', () => {
    const verifier = new Player('verifier', RUN)
    verifier.message(IN)
    expect(verifier.failed('check').send).toEqual([
      { port: 'error', payload: { change: 'ref:change', error: 'text:why' }, activation: '' },
    ])
  })

  it('is sound: of its world, it fails exactly what is wrong', () => {
    const check = (change: string): readonly string[] => {
      const verifier = new Player('verifier', RUN)
      verifier.message({ change })
      return verifier.possible('check').filter((one) => !one.startsWith('error'))
    }
    expect(check('ref:change')).toEqual(['ok'])
    expect(check('ref:change!')).toEqual(['exit'])
  })

  it('hears nothing while idle', () => {
    const verifier = new Player('verifier', RUN)
    expect(() => verifier.outcome('check', outcome('ok', REFS))).toThrow(/while idle/)
    expect(() => verifier.failed('check')).toThrow(/while idle/)
    expect(() => verifier.react({ type: 'timer', tag: 't' })).toThrow(/unexpected/)
  })

  it('says on its card what it is sound for', () => {
    const { kind } = new Player('verifier', RUN)
    expect(kind.fact(kind.schema.parse({ ...RUN, sound: 'the tests' }))).toBe('sound for: the tests')
    expect(kind.caption(kind.schema.parse(RUN))).toBe('npm test')
  })
})
