import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument, readDocument } from './parse.ts'
import { type Problem, pathText, problemText } from './problem.ts'

const SOUND = {
  synod: 1,
  name: 'Sound',
  nodes: [
    { id: 'start', kind: 'input', at: [0, 0] },
    { id: 'end', kind: 'output', at: [200, 0] },
  ],
  edges: [{ id: 'e1', from: 'start.out', to: 'end.in' }],
}

function problemsOf(raw: unknown): readonly Problem[] {
  const read = typeof raw === 'string' ? parseDocument(raw) : readDocument(raw)
  return read.ok ? [] : read.problems
}

/** The sound document with one place changed: `edges.0.from` and what shall stand there. */
function changed(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(SOUND)
  const keys = path.split('.')
  let place = copy as Record<string, unknown>
  for (const key of keys.slice(0, -1)) place = place[key] as Record<string, unknown>
  place[keys.at(-1) as string] = value
  return copy
}

describe('a file that is no topology', () => {
  it.each([
    ['nothing', '', /not JSON/],
    ['prose', 'Dear diary', /not JSON/],
    ['a cut file', JSON.stringify(SOUND).slice(0, -9), /not JSON/],
    ['binary with zeros', 'PK\u0003\u0004\u0000\u0000', /binary/],
    ['binary that a decoder has seen', '\uFFFDPNG\r\n\u001a\n', /binary/],
    ['a list', '[]', /expected a JSON object/],
    ['null', 'null', /expected a JSON object/],
    ['a number', '7', /expected a JSON object/],
    ['a string', '"synod"', /expected a JSON object/],
  ])('%s is refused in one line for the whole file', (_what, text, message) => {
    const problems = problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]?.path).toBe('')
    expect(problems[0]?.message).toMatch(message)
    expect(problems[0]?.message).not.toMatch(/\n/)
  })

  it('tells a broken line without quoting its line breaks', () => {
    const [problem] = problemsOf('{\n  "a":\n  b\n}')
    expect(problem?.message).toMatch(/^this is not JSON: [^\n]+$/)
  })

  it('reads over a byte order mark', () => {
    expect(parseDocument(`\uFEFF${JSON.stringify(SOUND)}`)).toEqual({ ok: true, value: SOUND })
  })
})

describe('a document with one mistake', () => {
  it.each([
    ['an unknown key', 'colour', 1, 'colour', /unknown key/],
    ['an unknown key of a node', 'nodes.1.colour', 1, 'nodes[1].colour', /unknown key/],
    ['an unknown key of an edge', 'edges.0.colour', 1, 'edges[0].colour', /unknown key/],
    [
      'an unknown key of a policy',
      'edges.0.policy',
      { capcity: 1 },
      'edges[0].policy.capcity',
      /unknown key/,
    ],
    ['an unknown key with a dot', 'a\u00b7b', 1, 'a\u00b7b', /unknown key/],
    ['no version', 'synod', undefined, 'synod', /expected 1, the version/],
    ['an odd version', 'synod', '1', 'synod', /expected 1, the version/],
    ['version 0', 'synod', 0, 'synod', /expected 1, the version/],
    ['a newer version', 'synod', 2, 'synod', /version 2.*up to 1.*newer Synod.*untouched/],
    ['no name', 'name', undefined, 'name', /string/],
    ['nodes as an object', 'nodes', {}, 'nodes', /array/],
    ['a node that is null', 'nodes.0', null, 'nodes[0]', /object/],
    ['a node without a place', 'nodes.0.at', undefined, 'nodes[0].at', /./],
    ['a place with one number', 'nodes.0.at', [1], 'nodes[0].at', /./],
    ['an id with a dot', 'nodes.0.id', 'a.b', 'nodes[0].id', /an id starts with a letter/],
    ['an empty id', 'nodes.0.id', '', 'nodes[0].id', /an id starts with a letter/],
    ['an id with a slash', 'nodes.0.id', '../up', 'nodes[0].id', /an id starts with a letter/],
    ['an id with a line break', 'nodes.0.id', 'a\n', 'nodes[0].id', /an id starts with a letter/],
    ['an id of 65 letters', 'nodes.0.id', 'a'.repeat(65), 'nodes[0].id', /an id starts with a letter/],
    ['the id __proto__', 'nodes.0.id', '__proto__', 'nodes[0].id', /an id starts with a letter/],
    ['the edge id __proto__', 'edges.0.id', '__proto__', 'edges[0].id', /an id starts with a letter/],
    ['an end with two dots', 'edges.0.to', 'end.in.side', 'edges[0].to', /an end is/],
    ['a port __proto__', 'edges.0.to', 'end.__proto__', 'edges[0].to', /an end is/],
    ['a node id taken twice', 'nodes.1.id', 'start', 'nodes[1].id', /taken already by nodes\[0\]\.id/],
    ['an edge id that a node has', 'edges.0.id', 'end', 'edges[0].id', /taken already by nodes\[1\]\.id/],
    ['capacity 0', 'edges.0.policy', { capacity: 0 }, 'edges[0].policy.capacity', /./],
    ['an unknown access', 'edges.0.access', 'own', 'edges[0].access', /read-modify-write/],
    ['21 attempts', 'nodes.0.policy', { attempts: 21 }, 'nodes[0].policy.attempts', /20/],
    ['a group of nobody', 'groups', [{ id: 'g', members: [] }], 'groups[0].members', /./],
    [
      'a budget of nothing',
      'controllers',
      [{ id: 'c', type: 'budget' }],
      'controllers[0]',
      /limits something/,
    ],
    ['an unknown controller', 'controllers', [{ id: 'c', type: 'lock' }], 'controllers[0].type', /./],
    ['a property of no pattern', 'properties', [{ sometimes: 'a.b' }], 'properties[0]', /expected one of/],
    ['a property of nothing', 'properties', [{}], 'properties[0]', /expected one of/],
    ['a property that is null', 'properties', [null], 'properties[0]', /expected one of/],
    [
      'a property of two patterns',
      'properties',
      [{ never: 'end.failed', always: 'end.idle' }],
      'properties[0]',
      /expected one of/,
    ],
    [
      'a term without a word',
      'properties',
      [{ never: 'end', before: 'start.finished' }],
      'properties[0].never',
      /element\.word/,
    ],
    ['a bound of nothing', 'properties', [{ at_most: 1 }], 'properties[0].of', /string/],
    [
      'a bound that is no number',
      'properties',
      [{ at_most: '1', of: 'end.started' }],
      'properties[0].at_most',
      /number/,
    ],
    [
      'an unknown key of a property',
      'properties',
      [{ never: 'a.b', before: 'c.d', until: 'e.f' }],
      'properties[0].until',
      /unknown key/,
    ],
    [
      'a silenced hazard without a reason',
      'silenced',
      [{ rule: 'double-effect', element: 'end', reason: '' }],
      'silenced[0].reason',
      /with a reason/,
    ],
    [
      'a silenced hazard of no rule',
      'silenced',
      [{ rule: '7', element: 'end', reason: 'why' }],
      'silenced[0].rule',
      /id of a rule/,
    ],
    [
      'a group with the id of a node',
      'groups',
      [{ id: 'end', members: ['end'] }],
      'groups[0].id',
      /taken already/,
    ],
  ])('%s is refused with its place', (_what, path, value, place, message) => {
    const problems = problemsOf(changed(path, value))
    expect(problems.map((one) => one.path)).toEqual([place])
    expect(problems[0]?.message).toMatch(message)
  })

  it('names every mistake, not the first alone', () => {
    const raw = { ...SOUND, name: 7, colour: 1, edges: [{ id: 'e1', from: 'start', to: 3 }] }
    expect(problemsOf(raw).map(problemText)).toEqual([
      expect.stringMatching(/^name: /),
      expect.stringMatching(/^edges\[0\]\.to: /),
      expect.stringMatching(/^colour: unknown key/),
    ])
  })

  it.each([
    ['the document', '{"__proto__":{}}', '__proto__'],
    ['a config', '{"nodes":[{"config":{"__proto__":{"x":1}}}]}', 'nodes[0].config.__proto__'],
    [
      'a contract',
      '{"edges":[{"policy":{"contract":{"properties":{"__proto__":{}}}}}]}',
      'edges[0].policy.contract.properties.__proto__',
    ],
  ])('refuses the key __proto__ in %s, and pollutes nothing', (_where, text, place) => {
    expect(problemsOf(text).map((one) => one.path)).toEqual([place])
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it.each([100, 300, 100_000])('%i levels are read or refused, never a crash', (depth) => {
    const deep = '['.repeat(depth) + ']'.repeat(depth)
    const text = JSON.stringify(changed('nodes.0.config', { x: 0 })).replace('{"x":0}', `{"x":${deep}}`)
    const problems = problemsOf(text)
    expect(problems.map((one) => one.path)).toEqual(depth < 200 ? [] : ['nodes[0].config'])
  })
})

describe('the properties of a file', () => {
  it('are read in every pattern, the oldest form included', () => {
    const properties = [
      { never: 'end.started', before: 'start.finished' },
      { never: 'review/fix.failed' },
      { always: 'e1.empty' },
      { eventually: 'end.started' },
      { eventually: 'end.started', after: 'e1.sent' },
      { at_most: 1, of: 'each/1/fix.started' },
    ]
    const silenced = [{ rule: 'double-effect', element: 'review/fix', reason: 'It only reads.' }]
    const read = readDocument({ ...SOUND, properties, silenced })
    expect(read).toEqual({ ok: true, value: { ...SOUND, properties, silenced } })
  })
})

describe('anything at all', () => {
  it('is read or refused with a message, never a crash, as text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array().map((bytes) => String.fromCharCode(...bytes)),
          fc.json(),
        ),
        (text) => {
          const read = parseDocument(text)
          if (!read.ok) for (const problem of read.problems) expect(problem.message).not.toBe('')
        },
      ),
    )
  })

  it('is read or refused with a message, never a crash, as a value in any place of a document', () => {
    const place = fc.constantFrom(
      'synod',
      'nodes',
      'nodes.0',
      'nodes.0.id',
      'nodes.1.at',
      'nodes.0.config',
      'nodes.0.policy',
      'edges',
      'edges.0',
      'edges.0.from',
      'edges.0.policy',
      'groups',
      'controllers',
      'properties',
      'silenced',
    )
    fc.assert(
      fc.property(place, fc.json(), (path, text) => {
        const read = readDocument(changed(path, JSON.parse(text)))
        if (read.ok) expect(parseDocument(JSON.stringify(read.value))).toEqual(read)
        else for (const problem of read.problems) expect(problemText(problem)).not.toBe('')
      }),
    )
  })
})

describe('a path', () => {
  it('reads as a person writes it', () => {
    expect(pathText(['nodes', 2, 'config', 'prompt'])).toBe('nodes[2].config.prompt')
    expect(pathText([])).toBe('')
    expect(problemText({ path: '', message: 'whole' })).toBe('whole')
    expect(problemText({ path: 'name', message: 'short' })).toBe('name: short')
  })
})
