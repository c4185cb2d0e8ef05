import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitEnd, type TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument, readDocument } from '../../shared/topology/parse.ts'
import { extract, extraction } from './commands/extract.ts'
import { unpack, unpacking } from './commands/inline.ts'
import { perform, showDocument, undo, useDocument } from './document.ts'
import { problemsOf } from './problems.ts'

const FILE = { path: '/tmp/a.synod.json', digest: 'd', writable: true }
const now = (): TopologyDocument => useDocument.getState().document

function examples(): readonly TopologyDocument[] {
  return readdirSync('examples', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.synod.json'))
    .map((name) => {
      const parsed = parseDocument(readFileSync(`examples/${name}`, 'utf8'))
      if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems)}`)
      return parsed.value
    })
}

function drawing(name: string): TopologyDocument {
  const found = examples().find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no example ${name}`)
  return found
}

/** What a drawing does, places left aside: its nodes, and where edges lead with which policy. */
function meaning({
  nodes,
  edges,
  groups = [],
  controllers = [],
  topologies = [],
}: TopologyDocument): unknown {
  const sorted = (list: readonly unknown[]): readonly string[] =>
    list.map((one) => JSON.stringify(one)).sort()
  return {
    nodes: sorted(nodes.map(({ id, kind, name, config, policy }) => [id, kind, name, config, policy])),
    edges: sorted(edges.map(({ from, to, access, policy }) => [from, to, access, policy])),
    groups: sorted(groups),
    controllers: sorted(controllers),
    topologies: sorted(topologies),
  }
}

describe('nodes that become a topology', () => {
  it('go inside with their edges, and one node stands for them', () => {
    showDocument(drawing('Each finding'), FILE)
    const made = extraction(now(), now(), new Set(['each', 'report']))
    if ('refused' in made) throw new Error(made.refused)
    perform(extract(made))
    expect(problemsOf(now())).toEqual([])
    expect(
      now()
        .nodes.map(({ id }) => id)
        .sort(),
    ).toEqual(['brief', 'findings', 'full', 'team1'])
    expect(now().edges.map(({ from, to }) => [from, to])).toEqual([
      ['findings.out', 'team1.in'],
      ['team1.report-short', 'brief.in'],
      ['team1.report-long', 'full.in'],
    ])
    undo()
    expect(now()).toEqual(drawing('Each finding'))
  })

  it('are not torn from the store that they work on', () => {
    const document = drawing('Each finding')
    document.nodes.push({ id: 'notes', kind: 'store', at: [0, 400] })
    document.edges.push({ id: 'r1', from: 'report', to: 'notes', access: 'read' })
    expect(extraction(document, document, new Set(['report']))).toMatchObject({
      refused: 'Report works on notes: both go inside, or neither.',
    })
  })

  it('have one way in', () => {
    const document = drawing('Each finding')
    expect(extraction(document, document, new Set(['findings']))).toMatchObject({
      refused: expect.stringMatching(/Select/),
    })
    document.edges.push({ id: 'e9', from: 'findings.out', to: 'report.in' })
    expect(extraction(document, document, new Set(['each', 'report']))).not.toHaveProperty('refused')
    document.nodes.push({ id: 'late', kind: 'agent', at: [0, 0], config: { model: 'standin', prompt: 'x' } })
    document.edges.push({ id: 'e10', from: 'late.out', to: 'report.in' })
    expect(extraction(document, document, new Set(['each', 'report']))).toMatchObject({
      refused: expect.stringMatching(/one way in/),
    })
  })

  it('come out again as they went in, whichever they are', () => {
    let made = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...examples()),
        fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
        (document, picks) => {
          showDocument(structuredClone(document), FILE)
          const ids = new Set(picks.map((at) => document.nodes[at % document.nodes.length]?.id ?? ''))
          const found = extraction(now(), now(), ids)
          if ('refused' in found) return
          made += 1
          perform(extract(found))
          const parsed = readDocument(now())
          expect(parsed.ok ? [] : parsed.problems).toEqual([])
          // Only what goes back out of a topology is no drawing that could run; the editor then refuses.
          for (const { message } of problemsOf(now())) expect(message).toMatch(/leads? back|exhausted/)
          const back = unpacking(now(), found.node.id)
          if (back === null || 'refused' in back) throw new Error('it does not come out')
          perform(unpack(back))
          expect(meaning(now())).toEqual(meaning(document))
        },
      ),
      { numRuns: 200 },
    )
    expect(made).toBeGreaterThan(40)
  })
})

describe('a topology that is taken apart', () => {
  it('has the names of its nodes moved along in properties', () => {
    const document = drawing('Each finding')
    document.properties = [{ never: 'report/urgent.failed' }]
    showDocument(document, FILE)
    const made = unpacking(now(), 'report')
    if (made === null || 'refused' in made) throw new Error('it does not come out')
    perform(unpack(made))
    expect(problemsOf(now())).toEqual([])
    const ends = now().edges.flatMap(({ from, to }) => [from, to].map((end) => splitEnd(end).node))
    expect(ends).not.toContain('report')
    expect(JSON.stringify(now().properties)).not.toContain('report/')
    expect(now().topologies?.map(({ id }) => id)).toEqual(['look'])
  })

  it('is none where the node is of another kind', () => {
    showDocument(drawing('Each finding'), FILE)
    expect(unpacking(now(), 'each')).toBeNull()
    expect(unpacking(now(), 'findings')).toBeNull()
  })
})
