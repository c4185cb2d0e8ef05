import type { Analyses } from '../analyses.ts'
import { all, type Change, mapNode } from '../edit.ts'
import type { Vertex } from '../graph/graph.ts'
import { vertexAt } from '../graph/graph.ts'
import { listed, nameOf, namesOf } from '../names.ts'
import { offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { unheard } from './unheard.ts'

export const contextLoss: HazardRule = {
  id: 'context-loss',
  row: 46,
  title: 'Nobody tells it',
  level: 'warning',
  property: null,
  source: 'Cemri et al., Why do multi-agent LLM systems fail?, 2025 (arXiv 2503.13657), FM-1.4 and FM-2.4',
  find: (analyses) => {
    const missing = analyses.graph.vertices.flatMap((vertex) => missingAt(analyses, vertex))
    // What stands on one edge is one element, as is a node that misses several parts.
    const gone = [...Map.groupBy(missing, ({ vertex }) => vertex.element).values()]
    return [...gone.map((all) => findingOf(analyses, all)), ...unheard(analyses)]
  },
}

const FIELD = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** A part of the message that a vertex reads and nobody gives it. */
interface Missing {
  readonly vertex: Vertex
  readonly field: string
  /** Ports of joins under which it is kept. */
  readonly under: readonly string[]
  readonly makers: readonly number[]
}

function missingAt({ fields }: Analyses, vertex: Vertex): readonly Missing[] {
  if (vertex.config === null || vertex.into.length === 0) return []
  const read = [...new Set(readsOf(vertex))].filter((field) => !fields.mayHave(vertex.index, field))
  return read.map((field) => {
    const under = fields.keptUnder(vertex.index, field)
    return { vertex, field, under, makers: fields.makers(field) }
  })
}

function findingOf(analyses: Analyses, missing: readonly Missing[]): Finding {
  const [{ vertex, field }] = missing as [Missing, ...Missing[]]
  const name = vertex.node === null ? `The edge "${vertex.element}"` : nameOf(analyses, vertex.index)
  const changes = missing.map((one) => changeFor(analyses, one))
  const change = changes.includes(null) ? null : all(...(changes as readonly Change[]))
  const [only] = missing.length === 1 ? missing : []
  const label =
    only === undefined
      ? 'Read what is there, and ask for the rest in the form'
      : only.under.length === 1
        ? `Read in.${only.under[0]}.${field}`
        : `Ask for "${field}" in the form`
  return {
    elements: [vertex.element],
    sentence: `${name} reads ${listed(missing.map((one) => `in.${one.field}, ${whereIs(analyses, one)}`))}.`,
    assumption: 'with no fault at all',
    remedy: 'Name what is there, or draw an edge from what makes it.',
    fixes: offer(label, change),
  }
}

function whereIs(analyses: Analyses, { under, makers }: Missing): string {
  if (under.length > 0) return `which a join keeps under ${under.map((port) => `in.${port}`).join(' and ')}`
  if (makers.length === 0) return 'which nothing before it makes'
  return `which ${namesOf(analyses, makers)} ${makers.length === 1 ? 'makes' : 'make'} with no way from there`
}

function changeFor(analyses: Analyses, { vertex, field, under, makers }: Missing): Change | null {
  if (under.length === 1) return readInstead(vertex, field, under[0] as string)
  return under.length === 0 && makers.length === 0 ? askFor(analyses, field) : null
}

interface Texts {
  readonly [key: string]: unknown
}

/** First names of the parts of the message that its settings read; what they themselves say may be missing is left out. */
function readsOf({ kind, config }: Vertex): readonly string[] {
  const one = config as Texts
  switch (kind) {
    case 'agent':
      return [
        ...inTemplate(one['prompt']),
        ...(one['tools'] as readonly Texts[]).flatMap((tool) => inTemplate(tool['run'])),
      ]
    case 'command':
    case 'verifier':
      return [...inTemplate(one['run']), ...inTemplate(one['writes']), ...inTemplate(one['probe'])]
    case 'repo':
      return inTemplate(one['path'])
    case 'gate':
      return [...inTemplate(one['ask']), ...(one['show'] as readonly string[]).flatMap(firstOfPath)]
    case 'router':
      return (one['cases'] as readonly Texts[]).flatMap(({ when }) => inCode(when))
    case 'condition':
      return inCode(one['when'])
    case 'transform':
      return inCode(one['transform'])
    default:
      return []
  }
}

function firstOfPath(path: string): readonly string[] {
  return /^(?:in\.)?([A-Za-z_]\w*)/.exec(path)?.slice(1, 2) ?? []
}

function inTemplate(text: unknown): readonly string[] {
  if (Array.isArray(text)) return text.flatMap(inTemplate)
  if (typeof text !== 'string') return []
  return [...text.matchAll(/\{\{([\s\S]*?)\}\}/g)].flatMap(([, code]) => inCode(code))
}

/** An expression with a question in it looks for itself whether the part is there. */
function inCode(code: unknown): readonly string[] {
  if (typeof code !== 'string' || /\?|\$exists|\$lookup|\$keys|\$merge/.test(code)) return []
  return [...code.matchAll(/(?<![\w.$`"'])in\.([A-Za-z_]\w*)/g)].map((match) => match[1] as string)
}

function readInstead({ id, node }: Vertex, field: string, port: string): Change | null {
  if (node === null) return null
  const pattern = new RegExp(`(?<![\\w.$\`])in\\.${field}\\b`, 'g')
  const path = new RegExp(`^(?:in\\.)?${field}\\b`)
  return mapNode(id, (one) => {
    const config = replaced(one.config, (text) => text.replaceAll(pattern, `in.${port}.${field}`))
    const show = config?.['show']
    return Array.isArray(show)
      ? {
          ...one,
          config: { ...config, show: show.map((item: string) => item.replace(path, `${port}.${field}`)) },
        }
      : { ...one, config }
  })
}

function replaced<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((one) => replaced<unknown>(one, change)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, change)])) as T
}

function askFor({ graph }: Analyses, field: string): Change | null {
  if (graph.entry === null || !FIELD.test(field)) return null
  return mapNode(vertexAt(graph, graph.entry).id, (one) => {
    const known = one.config?.['fields']
    const fields = Array.isArray(known) ? known : []
    return {
      ...one,
      config: { ...one.config, fields: [...fields, { name: field, label: field, required: true }] },
    }
  })
}
