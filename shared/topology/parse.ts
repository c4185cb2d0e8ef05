import type { ZodType } from 'zod'
import { controllerSchema, groupSchema } from './controls.ts'
import {
  DOCUMENT_VERSION,
  type DocumentEdge,
  type DocumentNode,
  documentSchema,
  type EdgePolicy,
  edgePolicySchema,
  type NestedTopology,
  type NodePolicy,
  nodePolicySchema,
  type TopologyDocument,
} from './document.ts'
import { faultPlanSchema } from './faults.ts'
import { type Checked, invalid, type Problem, pathText, valid } from './problem.ts'
import { propertySchema, silencedSchema } from './properties.ts'

/** Deeper than any form, prompt or JSON Schema, and far from what would exhaust a stack further on. */
const MAX_DEPTH = 200

/** Control characters, and what a decoder puts where bytes are no text. */
const BINARY = /[^\P{Cc}\s]|\uFFFD/u

/** A document from a file's text. Every problem names its place; nothing is guessed or dropped. */
export function parseDocument(text: string): Checked<TopologyDocument> {
  let raw: unknown
  try {
    // Some editors put a byte order mark in front.
    raw = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch (error) {
    if (BINARY.test(text))
      return invalid({ path: '', message: 'this is a binary file, not a topology (expected JSON text)' })
    return invalid({ path: '', message: `this is not JSON: ${oneLine((error as Error).message)}` })
  }
  return readDocument(raw)
}

/** The engine's message quotes the file, line breaks included. */
function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, ' ').trim()
}

/** A document from a JSON value. */
export function readDocument(raw: unknown): Checked<TopologyDocument> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return invalid({ path: '', message: 'expected a JSON object with "synod", "name", "nodes" and "edges"' })
  }
  const version = (raw as { synod?: unknown }).synod
  if (typeof version === 'number' && version > DOCUMENT_VERSION) {
    return invalid({
      path: 'synod',
      message: `this file is of version ${version}; this Synod reads up to ${DOCUMENT_VERSION}. Open it with a newer Synod; it was left untouched`,
    })
  }
  const unsafe = unsafePlace(raw)
  if (unsafe !== null) return invalid(unsafe)
  const parsed = documentSchema.safeParse(raw)
  if (!parsed.success) return invalid(...parsed.error.issues.flatMap(issueProblems))
  const duplicates = duplicateIds(parsed.data)
  return duplicates.length > 0 ? invalid(...duplicates) : valid(parsed.data)
}

interface Place {
  readonly value: unknown
  readonly key: PropertyKey
  readonly depth: number
  readonly above: Place | null
}

/**
 * The schemas below leave free places (a kind's config, a JSON Schema), and what copies those drops a key named
 * `__proto__` without a word. Iterative, so that no nesting is too deep to be refused.
 */
function unsafePlace(raw: object): Problem | null {
  const open: Place[] = [{ value: raw, key: '', depth: 0, above: null }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, depth } = place
    if (typeof value !== 'object' || value === null) continue
    if (depth > MAX_DEPTH) {
      return { path: placeText(place, 3), message: `nested more than ${MAX_DEPTH} levels deep` }
    }
    const isList = Array.isArray(value)
    for (const [key, inner] of Object.entries(value)) {
      const below = { value: inner, key: isList ? Number(key) : key, depth: depth + 1, above: place }
      if (key === '__proto__') return { path: placeText(below), message: 'this key is not allowed' }
      open.push(below)
    }
  }
  return null
}

/** The place as a path, or the first few steps of it. */
function placeText(place: Place, steps = MAX_DEPTH): string {
  const path: PropertyKey[] = []
  for (let at: Place = place; at.above !== null; at = at.above) path.unshift(at.key)
  return pathText(path.slice(0, steps))
}

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  /** Of a union: what each of its forms says. */
  readonly errors?: readonly (readonly Issue[])[]
}

function issueProblems(issue: Issue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: 'unknown key: it is not part of a topology file',
    }))
  }
  const meant = issue.code === 'invalid_union' ? nearest(issue.errors ?? []) : null
  if (meant !== null)
    return meant.flatMap((inner) => issueProblems({ ...inner, path: [...issue.path, ...inner.path] }))
  return [{ path: pathText(issue.path), message: issue.message }]
}

/** The form of a union that was meant: an object that is wrong in one place less than for any other form. */
function nearest(forms: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const wrong = forms.map((issues) => issues.reduce((sum, one) => sum + (one.keys?.length ?? 1), 0))
  const least = Math.min(...wrong)
  const form = wrong.filter((count) => count === least).length === 1 ? forms[wrong.indexOf(least)] : undefined
  const inside = form?.every(({ path, keys }) => path.length > 0 || keys !== undefined) === true
  return inside ? (form ?? null) : null
}

/** Turns zod's issues about a node's config into problems of the document. */
export function configProblems(
  issues: readonly Issue[],
  prefix: string,
  element: string,
): readonly Problem[] {
  return issues.flatMap(issueProblems).map((problem) => ({
    ...problem,
    path: problem.path.startsWith('[')
      ? prefix + problem.path
      : problem.path === ''
        ? prefix
        : `${prefix}.${problem.path}`,
    element,
  }))
}

type Body = Pick<TopologyDocument, 'nodes' | 'edges' | 'groups' | 'controllers'>

function duplicateIds(document: TopologyDocument): readonly Problem[] {
  const problems: Problem[] = []
  const topologies = new Set<string>()
  lookAt(document, '', problems)
  document.topologies?.forEach((nested, at) => {
    const path = `topologies[${at}]`
    // What is inlined has the nested node's own id in front, so ids are unique within their topology only.
    lookAt(nested, `${path}.`, problems)
    if (topologies.has(nested.id))
      problems.push({ path: `${path}.id`, message: `there is another topology "${nested.id}"` })
    topologies.add(nested.id)
  })
  return problems
}

function lookAt(
  { nodes, edges, groups = [], controllers = [] }: Body,
  prefix: string,
  problems: Problem[],
): void {
  const first = new Map<string, string>()
  const lists = { nodes, edges, groups, controllers }
  for (const [name, list] of Object.entries(lists)) {
    list.forEach(({ id }, at) => {
      const path = `${prefix}${name}[${at}].id`
      const known = first.get(id)
      if (known === undefined) first.set(id, path)
      else problems.push({ path, message: `the id "${id}" is taken already by ${known}`, element: id })
    })
  }
}

const NODE_KEYS = [
  'id',
  'kind',
  'at',
  'name',
  'config',
  'policy',
] as const satisfies readonly (keyof DocumentNode)[]
const EDGE_KEYS = ['id', 'from', 'to', 'access', 'policy'] as const satisfies readonly (keyof DocumentEdge)[]
/** A policy's order is its schema's, whatever order an editor set it in. */
const NODE_POLICY_KEYS = Object.keys(nodePolicySchema.shape) as (keyof NodePolicy)[]
const EDGE_POLICY_KEYS = Object.keys(edgePolicySchema.shape) as (keyof EdgePolicy)[]

/** The file's text: fixed key order and one node or edge per few lines, so that it diffs well. */
export function formatDocument(document: TopologyDocument): string {
  const file = {
    ...(document.$schema === undefined ? {} : { $schema: document.$schema }),
    synod: document.synod,
    name: document.name,
    ...bodyOf(document),
    ...(document.topologies === undefined
      ? {}
      : { topologies: document.topologies.map((one) => ({ ...pick(one, ['id', 'name']), ...bodyOf(one) })) }),
    ...(document.properties === undefined
      ? {}
      : { properties: document.properties.map((one) => inOrder(propertySchema, one)) }),
    ...(document.silenced === undefined
      ? {}
      : { silenced: document.silenced.map((one) => inOrder(silencedSchema, one)) }),
    ...(document.faults === undefined ? {} : { faults: inOrder(faultPlanSchema, document.faults) }),
  }
  return `${JSON.stringify(file, null, 2).replace(/\[\n\s+(-?[\d.]+),\n\s+(-?[\d.]+)\n\s+\]/g, '[$1, $2]')}\n`
}

/** What a topology and one inside it have in common. */
function bodyOf({ nodes, edges, groups, controllers }: Omit<NestedTopology, 'id' | 'name'>): object {
  return {
    nodes: nodes.map((node) => ({
      ...pick(node, NODE_KEYS),
      ...(node.policy === undefined ? {} : { policy: pick(node.policy, NODE_POLICY_KEYS) }),
    })),
    edges: edges.map((edge) => ({
      ...pick(edge, EDGE_KEYS),
      ...(edge.policy === undefined ? {} : { policy: pick(edge.policy, EDGE_POLICY_KEYS) }),
    })),
    ...(groups === undefined ? {} : { groups: groups.map((one) => inOrder(groupSchema, one)) }),
    ...(controllers === undefined
      ? {}
      : { controllers: controllers.map((one) => inOrder(controllerSchema, one)) }),
  }
}

/** Parsing gives the keys the order of the schema, whatever order an editor set them in. */
function inOrder<T>(schema: ZodType<T>, value: T): T {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : value
}

function pick<T extends object>(value: T, keys: readonly (keyof T)[]): Partial<T> {
  const picked: Partial<T> = {}
  for (const key of keys) if (value[key] !== undefined) picked[key] = value[key]
  return picked
}
