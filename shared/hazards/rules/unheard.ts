import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import { arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { listed, nameOf, namesOf } from '../names.ts'
import { arcsInto, offer } from '../remedies.ts'
import type { Finding } from '../rule.ts'

/** What is there in another form than the one who goes by it takes it to be. */
export function unheard(analyses: Analyses): readonly Finding[] {
  return analyses.graph.vertices.flatMap((vertex) =>
    vertex.config === null
      ? []
      : [
          ...partsOfText(analyses, vertex),
          ...unsettled(analyses, vertex),
          ...unseen(analyses, vertex),
          ...wordByWord(analyses, vertex),
        ],
  )
}

interface Settings {
  readonly [key: string]: unknown
}

/** A path into the message, and those whose answer it takes apart though it is text. */
interface OfText {
  readonly path: string
  readonly makers: readonly number[]
}

function partsOfText(analyses: Analyses, vertex: Vertex): readonly Finding[] {
  const found = [...new Set(pathsIn(vertex))].flatMap((path): readonly OfText[] => {
    const makers = textsOn(analyses, vertex, path.split('.'))
    return makers.length === 0 ? [] : [{ path, makers }]
  })
  const [first] = found
  if (first === undefined) return []
  const name = vertex.node === null ? `The edge "${vertex.element}"` : nameOf(analyses, vertex.index)
  const makers = [...new Set(found.flatMap((one) => one.makers))]
  return [
    {
      elements: [vertex.element],
      sentence: `${name} reads ${listed(found.map(({ path }) => `in.${path}`))}, but what ${namesOf(analyses, makers)} ${makers.length === 1 ? 'answers' : 'answer'} is free text, which has no parts.`,
      assumption: 'with no fault at all',
      remedy: 'Give the answer a schema, or read it whole.',
      fixes: [],
    },
  ]
}

/** Those who make the field that a path takes a part of, if all of them make text; none where that cannot be told. */
function textsOn(analyses: Analyses, vertex: Vertex, path: readonly string[]): readonly number[] {
  const { graph, fields, reach } = analyses
  if (fields.mayHave(vertex.index, '')) return []
  // A vote goes by each voter's own message; behind a join its parts come from those at its port.
  const voters = arcsInto(analyses, vertex.index).map(({ from }) => from)
  if (vertex.kind === 'vote')
    return voters.filter((from) => path.length > 1 && isText(vertexAt(graph, from), path[0]))
  let sources: readonly number[] = voters
  for (const [at, field] of path.slice(0, -1).entries()) {
    const makers = fields.makers(field)
    const joins = makers.filter((maker) => isGroup(vertexAt(graph, maker)))
    if (at === 0 && joins.length > 0) {
      sources = joins
        .flatMap((join) => arcsInto(analyses, join).filter(({ toPort }) => toPort === field))
        .map(({ from }) => from)
      continue
    }
    const near = makers.filter(
      (maker) => !joins.includes(maker) && sources.some((one) => one === maker || reach.reaches(maker, one)),
    )
    if (near.length > 0) return near.every((maker) => isText(vertexAt(graph, maker), field)) ? near : []
  }
  return []
}

function isGroup({ kind }: Vertex): boolean {
  return kind === 'join' || kind === 'vote'
}

function isText({ kind, config }: Vertex, field: string | undefined): boolean {
  if (config === null) return false
  const { as, output } = config as Settings
  if (as !== field) return false
  if (kind === 'agent') return Object.keys(output as Settings).length === 0
  return (kind === 'command' || kind === 'verifier') && output === 'text'
}

/** Paths into the message, without those of expressions that look for themselves what is there. */
function pathsIn({ kind, config }: Vertex): readonly string[] {
  const one = config as Settings
  switch (kind) {
    case 'gate':
      return [
        ...inTemplates(one['ask']),
        ...(one['show'] as readonly string[]).map((path) => path.replace(/^in\./, '')),
      ]
    case 'router':
      return (one['cases'] as readonly Settings[]).flatMap(({ when }) => inCode(when))
    case 'condition':
      return inCode(one['when'])
    case 'transform':
      return inCode(one['transform'])
    case 'output':
      return inCode(one['show'])
    case 'vote':
      return one['equal'] === 'path' ? inCode(one['ballot']) : []
    default:
      return [one['prompt'], one['run'], one['writes'], one['probe']].flatMap(inTemplates)
  }
}

function inTemplates(text: unknown): readonly string[] {
  return codeIn(text).flatMap(inCode)
}

function codeIn(text: unknown): readonly string[] {
  if (Array.isArray(text)) return text.flatMap(codeIn)
  if (typeof text !== 'string') return []
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, code]) => code as string)
}

function inCode(code: unknown): readonly string[] {
  if (!isPlain(code)) return []
  return [...code.matchAll(/(?<![\w.$`"'])in\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/g)].map(
    (match) => match[1] as string,
  )
}

function isPlain(code: unknown): code is string {
  return typeof code === 'string' && !/\?|\$exists|\$lookup|\$keys|\$merge|\$type/.test(code)
}

/** Decisions that it reads and does not wait for. */
function unsettled(analyses: Analyses, { index, element, id, config, uses }: Vertex): readonly Finding[] {
  const { needs, prompt, run } = config as Settings
  if (!Array.isArray(needs)) return []
  const read = [prompt, run]
    .flatMap(codeIn)
    .filter(isPlain)
    .flatMap((code) =>
      [...code.matchAll(/(?<![\w.$])decisions\.`?([A-Za-z][\w-]*)/g)].map((match) => match[1] as string),
    )
  const topics = [...new Set(read)].filter((topic) => !needs.includes(topic))
  if (topics.length === 0) return []
  const known = uses.some((at) => analyses.graph.uses[at]?.client === index && isLedger(analyses, at))
  const name = nameOf(analyses, index)
  return [
    {
      elements: [element],
      sentence: `${name} reads ${listed(topics.map((topic) => `decisions.${topic}`))} and does not wait until ${topics.length === 1 ? 'it is' : 'they are'} settled: it is told nothing of ${topics.length === 1 ? 'it' : 'them'}.`,
      assumption: 'with no fault at all',
      remedy: 'Name it among the topics that it needs.',
      fixes: offer(`Let ${name} wait for it`, known ? setConfig(id, { needs: [...needs, ...topics] }) : null),
    },
  ]
}

function isLedger({ graph }: Analyses, use: number): boolean {
  const resource = graph.uses[use]?.resource
  return resource !== undefined && vertexAt(graph, resource).kind === 'decisions'
}

/** Only what works in a repository leaves a change. */
function hasChanges({ graph, fields }: Analyses, gate: number): boolean {
  return graph.vertices.some(({ kind }) => kind === 'repo') && fields.mayHave(gate, 'change')
}

/** A gate that shows nothing of what came: no change, nothing that will run, no part and no word of it. */
function unseen(analyses: Analyses, { kind, index, element, config, outOf }: Vertex): readonly Finding[] {
  if (kind !== 'gate') return []
  const { ask, show } = config as Settings
  const [said, parts] = [codeIn(ask), show as readonly unknown[]]
  if (said.length > 0 || parts.length > 0 || hasChanges(analyses, index)) return []
  const next = outOf.map((at) => arcAt(analyses.graph, at)).filter(({ fromPort }) => fromPort === 'approved')
  if (next.some(({ to }) => vertexAt(analyses.graph, to).kind === 'command')) return []
  const name = nameOf(analyses, index)
  return [
    {
      elements: [element],
      sentence: `${name} asks about a message of which it shows nothing: whoever approves it has not seen it.`,
      assumption: 'with no fault at all',
      remedy: 'Name the parts that the person is to see.',
      level: 'note',
      fixes: [],
    },
  ]
}

/** Two who mean the same in free text never say it in the same words. */
function wordByWord(analyses: Analyses, { kind, index, id, element, config }: Vertex): readonly Finding[] {
  const { equal, ballot } = config as Settings
  if (kind !== 'vote' || equal !== 'digest') return []
  const voters = arcsInto(analyses, index)
    .map(({ from }) => from)
    .filter((from) => {
      const voter = vertexAt(analyses.graph, from)
      return voter.kind === 'agent' && isText(voter, ballot as string)
    })
  if (voters.length === 0) return []
  const name = nameOf(analyses, index)
  const who = namesOf(analyses, [...new Set(voters)])
  return [
    {
      elements: [element],
      sentence: `${name} compares word by word what ${who} ${voters.length === 1 ? 'answers' : 'answer'} in free text: those who mean the same do not agree.`,
      assumption: 'with no fault at all',
      remedy: 'Give the answers a schema with few values, or let a judge compare them.',
      level: 'note',
      fixes: [{ label: 'Let a judge compare', apply: setConfig(id, { equal: 'judge' }) }],
    },
  ]
}
