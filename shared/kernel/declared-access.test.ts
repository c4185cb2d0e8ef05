import { expect, it } from 'vitest'
import { compile } from '../topology/compile.ts'
import type { Access } from '../topology/document.ts'
import type { EffectKind } from '../topology/kind.ts'
import type { ClientCell } from './cells.ts'
import { PUPPETS } from './testing/puppet.ts'
import { Rig } from './testing/rig.ts'

const KINDS: readonly EffectKind[] = [
  'repo.checkout',
  'repo.commit',
  'store.read',
  'store.write',
  'store.swap',
  'model.generate',
]

/** A worker that has asked a shelf for something over an edge of that access, and been heard. */
function asked(access: Access, kind: EffectKind): Rig {
  const ask = [{ tag: 'get', to: 's', class: 'idempotent', kind }]
  const on = { message: { ask }, 'outcome:get': { finish: true }, 'failed:get': { finish: true } }
  const at: [number, number] = [0, 0]
  const compiled = compile(
    {
      synod: 1,
      name: 'access',
      nodes: [
        { id: 'start', kind: 'input', at },
        { id: 'a', kind: 'puppet', at, name: 'Writer', config: { on } },
        { id: 's', kind: 'shelf', at, name: 'Board' },
      ],
      edges: [
        { id: 'e1', from: 'start.out', to: 'a.in' },
        { id: 'e2', from: 'a', to: 's', access },
      ],
    },
    PUPPETS,
  )
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const rig = new Rig(compiled.value)
  rig.start()
  rig.deliver('e1')
  rig.serve('e2')
  return rig
}

it.each<readonly [Access, readonly string[]]>([
  ['read', ['repo.checkout', 'store.read']],
  ['write', ['repo.checkout', 'repo.commit', 'store.write']],
  ['read-modify-write', ['repo.checkout', 'repo.commit', 'store.read', 'store.write', 'store.swap']],
])('an edge that declares %s lets %j through and nothing else', (access, allowed) => {
  const through = KINDS.filter((kind) => {
    const rig = asked(access, kind)
    rig.reply('e2')
    return rig.seen('a').at(-1)?.startsWith('outcome') === true
  })
  expect(through).toEqual(allowed)
})

it('a request that its edge does not allow never reaches the resource, and its client is told who, what and where', () => {
  const rig = asked('read', 'store.write')
  const shelf = rig.at('s')
  expect(rig.history.at(-1)?.changed.find(([component]) => component === shelf)?.[1]).toEqual(
    rig.state[shelf],
  )
  expect((rig.state[rig.at('e2')] as ClientCell).requests).toEqual([])
  rig.reply('e2')
  expect(rig.seen('a').at(-1)).toMatch(
    /^failed get text:Writer \(a\) may not do this to Board \(s\): edge e2 declares the access "read", and store\.write needs "write"$/,
  )
})
