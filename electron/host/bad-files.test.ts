import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryPlaces } from '../testing/places.ts'
import type { Ended } from '../testing/synod.ts'
import { synodHere as synod } from '../testing/synod-here.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())
const home = places.folder('home')
mkdirSync(join(places.root, 'files'))

const INPUT = {
  id: 'start',
  kind: 'input',
  at: [0, 0],
  config: {
    fields: [
      { name: 'task', required: true },
      { name: 'size', type: 'choice', options: ['small', 'large'], default: 'small' },
    ],
  },
}
const WORK = { id: 'work', kind: 'command', at: [200, 0], config: { run: ['echo', '{{in.task}}'] } }
const END = { id: 'end', kind: 'output', at: [400, 0] }
const TEAM = {
  synod: 1,
  name: 'Team',
  nodes: [INPUT, WORK, END],
  edges: [
    { id: 'a', from: 'start.out', to: 'work.in' },
    { id: 'b', from: 'work.out', to: 'end.in' },
  ],
}
const [EDGE_A, EDGE_B] = TEAM.edges

function fileOf(name: string, content: string | Buffer): string {
  const file = join(places.root, 'files', `${name.replaceAll(/\W+/g, '-')}.synod.json`)
  writeFileSync(file, content)
  return file
}

function withNodes(...nodes: readonly unknown[]): string {
  return JSON.stringify({ ...TEAM, nodes })
}

/** Each broken file, the place that is named and what was expected there. */
const FILES: readonly (readonly [
  name: string,
  content: string | Buffer,
  said: readonly (string | RegExp)[],
])[] = [
  ['not JSON', '{ "synod": 1,', ['not JSON', /line 1/]],
  ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00]), ['binary file', 'expected JSON text']],
  ['an unknown key', JSON.stringify({ ...TEAM, colour: 'red' }), ['colour']],
  ['an unknown key of a node', withNodes(INPUT, { ...WORK, size: 1 }, END), ['nodes[1]', 'size']],
  [
    'an unknown key of a config',
    withNodes(INPUT, { ...WORK, config: { ...WORK.config, shell: true } }, END),
    ['nodes[1].config', 'shell'],
  ],
  ['an unknown kind', withNodes(INPUT, { ...WORK, kind: 'wizard' }, END), ['nodes[1].kind', 'wizard']],
  [
    'a dangling edge',
    JSON.stringify({ ...TEAM, edges: [EDGE_A, { ...EDGE_B, to: 'nowhere.in' }] }),
    ['edges[1].to', 'nowhere'],
  ],
  ['a duplicate id', withNodes(INPUT, WORK, END, { ...END, id: 'work' }), ['nodes[3].id', 'work']],
  [
    'a forbidden id',
    withNodes(INPUT, WORK, END).replaceAll('work', '__proto__'),
    [/__proto__|starts with a letter/],
  ],
  ['an id with a dot', withNodes(INPUT, WORK, { ...END, id: 'the.end' }), ['nodes[2].id', 'letters, digits']],
  [
    'a wrong port',
    JSON.stringify({ ...TEAM, edges: [EDGE_A, { ...EDGE_B, from: 'work.sideways' }] }),
    ['edges[1].from', 'sideways'],
  ],
  ['a wrong type', JSON.stringify({ ...TEAM, name: 5 }), ['name', 'expected string']],
  [
    'a wrong type in a config',
    withNodes(INPUT, { ...WORK, config: { run: 'echo' } }, END),
    ['nodes[1].config.run', 'expected array'],
  ],
  ['a newer version', JSON.stringify({ ...TEAM, synod: 2 }), ['newer', '2']],
  ['a list instead of a topology', '[]', ['expected a JSON object']],
]

/** Exit 2, nothing on stdout, one line on stderr that begins with the file. */
function expectOneLine(ended: Ended, beginning: string, said: readonly (string | RegExp)[]): void {
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  const lines = ended.stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.startsWith(`synod: ${beginning}`), lines[0]).toBe(true)
  for (const part of said) expect(lines[0]).toMatch(part instanceof RegExp ? part : new RegExp(escaped(part)))
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

describe('a file that cannot be run', { timeout: 120_000 }, () => {
  it.each(FILES)('with %s is refused in one line', async (name, content, said) => {
    const file = fileOf(name, content)
    expectOneLine(await synod(['run', file, '--trust', '--json'], { home }), `${file}: `, said)
  })

  it('that is not there, or is a folder, is refused in one line', async () => {
    const missing = join(places.root, 'files', 'missing.synod.json')
    expectOneLine(await synod(['run', missing], { home }), `${missing}: `, ['there is no such file'])
    expectOneLine(await synod(['run', places.root], { home }), `${places.root}: `, ['not a file'])
  })

  it('from elsewhere is not run before it is trusted: what it may do is listed', async () => {
    const file = fileOf('elsewhere', JSON.stringify(TEAM))
    const ended = await synod(['run', file, '--input', '{"task":"x"}', '--json'], { home })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain('    echo {{in.task}}\n')
    expect(ended.stderr.trimEnd().split('\n').at(-1)).toMatch(/^synod: .*elsewhere\.synod\.json: .*--trust$/)
  })
})

describe('an input that the form does not take', { timeout: 120_000 }, () => {
  const file = fileOf('team', JSON.stringify(TEAM))
  const CASES: readonly (readonly [name: string, input: readonly string[], said: readonly string[]])[] = [
    ['that is missing', [], ['input.task', 'required and missing']],
    ['that is empty', ['--input', '{"task":""}'], ['input.task', 'required and missing']],
    ['of a wrong type', ['--input', '{"task":5}'], ['input.task', 'expected text']],
    [
      'of a wrong choice',
      ['--input', '{"task":"x","size":"huge"}'],
      ['input.size', 'expected one of small, large'],
    ],
    [
      'with an unknown field',
      ['--input', '{"task":"x","colour":"red"}'],
      ['input.colour', 'it has task, size'],
    ],
  ]
  it.each(CASES)('%s is refused in one line', async (_name, input, said) => {
    expectOneLine(await synod(['run', file, '--trust', ...input], { home }), `${file}: `, said)
  })

  it('and is not JSON, or in a file that is not there, is refused in one line', async () => {
    const run = (input: string): Promise<Ended> => synod(['run', file, '--trust', '--input', input], { home })
    expectOneLine(await run('{task'), '--input: ', ['not JSON'])
    expectOneLine(await run('[1]'), '--input: ', ['expected a JSON object'])
    const missing = join(places.root, 'no-input.json')
    expectOneLine(await run(`@${missing}`), `${missing}: `, ['there is no such file'])
  })
})
