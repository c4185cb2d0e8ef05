import {
  DOCUMENT_VERSION,
  type DocumentEdge,
  type DocumentNode,
  documentSchema,
  type TopologyDocument,
} from './document.ts'
import { type Checked, invalid, type Problem, pathText, valid } from './problem.ts'

/** A document from a file's text. Every problem names its place; nothing is guessed or dropped. */
export function parseDocument(text: string): Checked<TopologyDocument> {
  if (text.includes('\u0000'))
    return invalid({ path: '', message: 'this is a binary file, not a topology (expected JSON text)' })
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return invalid({ path: '', message: `this is not JSON: ${(error as Error).message}` })
  }
  return readDocument(raw)
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
  const parsed = documentSchema.safeParse(raw)
  if (!parsed.success) return invalid(...parsed.error.issues.flatMap(issueProblems))
  const duplicates = duplicateIds(parsed.data)
  return duplicates.length > 0 ? invalid(...duplicates) : valid(parsed.data)
}

interface Issue {
  readonly code?: string | undefined
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}

function issueProblems(issue: Issue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      message: 'unknown key: it is not part of a topology file',
    }))
  }
  return [{ path: pathText(issue.path), message: issue.message }]
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

function duplicateIds(document: TopologyDocument): readonly Problem[] {
  const first = new Map<string, string>()
  const problems: Problem[] = []
  const look = (id: string, path: string): void => {
    const known = first.get(id)
    if (known === undefined) first.set(id, path)
    else problems.push({ path, message: `the id "${id}" is taken already by ${known}`, element: id })
  }
  for (const [at, node] of document.nodes.entries()) look(node.id, `nodes[${at}].id`)
  for (const [at, edge] of document.edges.entries()) look(edge.id, `edges[${at}].id`)
  return problems
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

/** The file's text: fixed key order and one node or edge per few lines, so that it diffs well. */
export function formatDocument(document: TopologyDocument): string {
  const ordered = {
    ...(document.$schema === undefined ? {} : { $schema: document.$schema }),
    synod: document.synod,
    name: document.name,
    nodes: document.nodes.map((node) => pick(node, NODE_KEYS)),
    edges: document.edges.map((edge) => pick(edge, EDGE_KEYS)),
    ...(document.groups === undefined ? {} : { groups: document.groups }),
    ...(document.properties === undefined ? {} : { properties: document.properties }),
  }
  return `${JSON.stringify(ordered, null, 2).replace(/\[\n\s+(-?[\d.]+),\n\s+(-?[\d.]+)\n\s+\]/g, '[$1, $2]')}\n`
}

function pick<T extends object>(value: T, keys: readonly (keyof T)[]): Partial<T> {
  const picked: Partial<T> = {}
  for (const key of keys) if (value[key] !== undefined) picked[key] = value[key]
  return picked
}
