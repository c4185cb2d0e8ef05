import { checkControls } from './check-controls.ts'
import { type DocumentEdge, type DocumentNode, splitEnd, type TopologyDocument } from './document.ts'
import type { KindTable, NodeKind, Ports } from './kind.ts'
import { findLoops, type Loops } from './loops.ts'
import { configProblems } from './parse.ts'
import { portsOf } from './ports.ts'
import { type Checked, invalid, type Problem, valid } from './problem.ts'
import { resourcesByNode } from './resources.ts'
import { stagesOf } from './stages.ts'

/** A node that parses, with all that its edges say of it. */
export interface CheckedNode {
  readonly node: DocumentNode
  readonly kind: NodeKind
  readonly config: unknown
  readonly ports: Ports
}

/** A message edge with its ends resolved; resource edges have an access instead of ports. */
export interface CheckedEdge {
  readonly edge: DocumentEdge
  readonly from: string
  readonly fromPort: string
  readonly to: string
  readonly toPort: string
}

export interface CheckedDocument {
  readonly document: TopologyDocument
  readonly nodes: ReadonlyMap<string, CheckedNode>
  readonly messages: readonly CheckedEdge[]
  readonly resources: readonly CheckedEdge[]
  readonly loops: Loops
  readonly entry: string
}

/** All that is wrong with a drawing, or the drawing with its ends, ports and loops resolved. */
export function checkDocument(
  document: TopologyDocument,
  kinds: KindTable,
  inlined = false,
): Checked<CheckedDocument> {
  const problems: Problem[] = []
  const parsed = new Map<string, { node: DocumentNode; kind: NodeKind; config: unknown }>()
  document.nodes.forEach((node, at) => {
    const kind = kinds.get(node.kind)
    if (kind === undefined || (kind.internal === true && !inlined)) {
      const known = [...kinds.values()].filter((one) => one.internal !== true).map((one) => one.kind)
      problems.push({
        path: `nodes[${at}].kind`,
        message: `unknown kind "${node.kind}"; known are ${known.join(', ')}`,
        element: node.id,
      })
      return
    }
    const config = kind.schema.safeParse(node.config ?? {})
    if (config.success) parsed.set(node.id, { node, kind, config: config.data })
    else problems.push(...configProblems(config.error.issues, `nodes[${at}].config`, node.id))
  })
  const entry = findEntry(document, problems)
  const ids = new Set(document.nodes.map((node) => node.id))
  const edges = document.edges.map((edge, at) => checkEnds(edge, at, ids, problems))
  const sound = edges.filter((edge) => edge !== null)
  const messages = sound.filter(({ edge }) => edge.access === undefined)
  const resources = sound.filter(({ edge }) => edge.access !== undefined)
  const loops = loopsOf(document, messages, parsed, entry)
  const leadsBack = new Set([...loops.back.keys()].map((at) => messages[at]?.from))
  const joined = resourcesByNode({ nodes: parsed, resources })
  const nodes = new Map<string, CheckedNode>()
  for (const [id, one] of parsed)
    nodes.set(id, {
      ...one,
      ports: portsOf(one.kind, one.config, leadsBack.has(id), joined.get(id), one.node.policy),
    })
  const checked: CheckedDocument = { document, nodes, messages, resources, loops, entry }
  const places = new Map(document.edges.map((edge, at) => [edge, at]))
  checkPorts(checked, places, problems)
  checkResources(checked, places, problems)
  checkLeavingBack(checked, places, problems)
  checkStages(checked, kinds, places, problems)
  problems.push(...checkControls(checked))
  checkSurroundings(checked, problems)
  if (problems.length === 0) checkExhausted(checked, leadsBack, places, problems)
  return problems.length > 0 ? invalid(...problems) : valid(checked)
}

/** A map's own lanes lead back to it and are no loop; they are part of any loop that the map is part of. */
function loopsOf(
  document: TopologyDocument,
  messages: readonly CheckedEdge[],
  parsed: ReadonlyMap<string, { readonly kind: NodeKind; readonly config: unknown }>,
  entry: string,
): Loops {
  const maps = [...parsed].filter(([, { kind }]) => kind.kind === 'map')
  const internal = new Set(
    maps.flatMap(([id, { kind, config }]) =>
      kind.ports(config).in.flatMap((port) => (port.internal === true ? [`${id}.${port.name}`] : [])),
    ),
  )
  const arcs = messages.map((one) =>
    internal.has(`${one.to}.${one.toPort}`) ? { from: one.from, to: `${one.to}.${one.toPort}` } : one,
  )
  const ids = document.nodes.map((node) => node.id)
  const { back, bodies } = findLoops(ids, arcs, entry)
  const whole = [...bodies].map(([header, body]) => {
    const lanes = ids.filter((id) => maps.some(([map]) => body.has(map) && id.startsWith(`${map}/`)))
    return [header, lanes.length === 0 ? body : new Set([...body, ...lanes])] as const
  })
  return { back, bodies: new Map(whole) }
}

function findEntry(document: TopologyDocument, problems: Problem[]): string {
  const inputs = document.nodes.filter((node) => node.kind === 'input')
  if (inputs.length !== 1) {
    problems.push({
      path: 'nodes',
      message: `a topology has exactly one input node, this one has ${inputs.length}`,
    })
  }
  return inputs[0]?.id ?? ''
}

function checkEnds(
  edge: DocumentEdge,
  at: number,
  ids: ReadonlySet<string>,
  problems: Problem[],
): CheckedEdge | null {
  const from = splitEnd(edge.from)
  const to = splitEnd(edge.to)
  let sound = true
  for (const [key, end] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const path = `edges[${at}].${key}`
    const wantsPort = edge.access === undefined
    if (!ids.has(end.node)) {
      problems.push({ path, message: `there is no node "${end.node}"`, element: edge.id })
      sound = false
    } else if (wantsPort !== (end.port !== null)) {
      const expected = wantsPort
        ? 'expected `node.port`'
        : 'a resource edge joins two nodes: expected `node` without a port'
      problems.push({ path, message: expected, element: edge.id })
      sound = false
    }
  }
  if (!sound) return null
  return { edge, from: from.node, fromPort: from.port ?? '', to: to.node, toPort: to.port ?? '' }
}

/** Where each edge stands in the document. */
type Places = ReadonlyMap<DocumentEdge, number>

function checkPorts(checked: CheckedDocument, places: Places, problems: Problem[]): void {
  for (const ends of checked.messages) {
    const { edge } = ends
    const at = places.get(edge)
    const source = checked.nodes.get(ends.from)
    const target = checked.nodes.get(ends.to)
    if (source !== undefined && !source.ports.out.some((port) => port.name === ends.fromPort)) {
      problems.push(noPort(`edges[${at}].from`, edge.id, ends.from, ends.fromPort, 'out', source.ports))
    }
    if (target !== undefined && !target.ports.in.some((port) => port.name === ends.toPort)) {
      problems.push(noPort(`edges[${at}].to`, edge.id, ends.to, ends.toPort, 'in', target.ports))
    }
  }
}

function noPort(
  path: string,
  element: string,
  node: string,
  port: string,
  side: 'in' | 'out',
  ports: Ports,
): Problem {
  const have = ports[side].map((one) => one.name)
  const list = have.length === 0 ? `"${node}" has none` : `it has ${have.join(', ')}`
  const other = ports[side === 'in' ? 'out' : 'in'].some((one) => one.name === port)
  const hint = other ? `"${port}" leads ${side === 'in' ? 'out of' : 'into'} it; ` : ''
  return {
    path,
    message: `"${node}" has no ${side === 'in' ? 'input' : 'output'} port "${port}": ${hint}${list}`,
    element,
  }
}

function checkResources(checked: CheckedDocument, places: Places, problems: Problem[]): void {
  const kindAt = (id: string): string => checked.nodes.get(id)?.kind.kind ?? ''
  const uses = Map.groupBy(checked.resources, ({ from, to }) => `${from} ${kindAt(to)}`)
  for (const { edge, from, to } of checked.resources) {
    const at = places.get(edge)
    const client = checked.nodes.get(from)
    const target = checked.nodes.get(to)
    if (target !== undefined && target.kind.resource !== true) {
      problems.push({
        path: `edges[${at}].to`,
        message: `a resource edge ends at a repository, a store or a ledger of decisions, and "${to}" is of kind ${target.kind.kind}`,
        element: edge.id,
      })
    }
    if (client !== undefined && client.kind.client !== true) {
      problems.push({
        path: `edges[${at}].from`,
        message: `"${from}" is of kind ${client.kind.kind}, which uses no resources`,
        element: edge.id,
      })
    }
    if (target !== undefined && (uses.get(`${from} ${kindAt(to)}`) ?? []).length > 1) {
      problems.push({
        path: `edges[${at}].from`,
        message: `"${from}" has two resource edges to nodes of kind ${target.kind.kind}; a worker uses one of each kind`,
        element: edge.id,
      })
    }
  }
}

/** Rounds are counted by a node, and a nested one has none of its own once it is inlined. */
function checkLeavingBack(
  { nodes, messages, loops }: CheckedDocument,
  places: Places,
  problems: Problem[],
): void {
  for (const at of loops.back.keys()) {
    const { edge, from } = messages[at] as CheckedEdge
    if (nodes.get(from)?.kind.kind !== 'topology') continue
    const message = `an edge that leads back cannot leave the nested topology "${from}": let it leave a router behind it`
    problems.push({ path: `edges[${places.get(edge)}].from`, message, element: edge.id })
  }
}

function checkSurroundings(checked: CheckedDocument, problems: Problem[]): void {
  const resources = resourcesByNode(checked)
  const wires = Map.groupBy(checked.messages, (one) => one.to)
  const leaving = Map.groupBy(checked.messages, (one) => one.from)
  checked.document.nodes.forEach(({ id }, at) => {
    const node = checked.nodes.get(id)
    if (node?.kind.check === undefined) return
    const fed = new Set((wires.get(id) ?? []).map((one) => one.toPort))
    const wired = (leaving.get(id) ?? []).map((one) => one.fromPort)
    const bound = { config: node.config, resources: resources.get(id) ?? [], wired }
    for (const { path, message } of node.kind.check(bound, fed))
      problems.push({ path: `nodes[${at}].config.${path}`, message, element: id })
  })
}

/** What an edge's policy compiles to must be there, and a guard's settings must be a gate's. */
function checkStages(checked: CheckedDocument, kinds: KindTable, places: Places, problems: Problem[]): void {
  for (const { edge } of checked.messages) {
    for (const { name, kind: needed, config } of stagesOf(edge)) {
      const path = `edges[${places.get(edge)}].policy.${name}`
      const kind = kinds.get(needed)
      if (kind === undefined) {
        problems.push({ path, message: `no node kind here does what "${name}" asks for`, element: edge.id })
        continue
      }
      const parsed = kind.schema.safeParse(config)
      if (!parsed.success && name === 'guard')
        problems.push(...configProblems(parsed.error.issues, path, edge.id))
    }
  }
}

function checkExhausted(
  checked: CheckedDocument,
  leadsBack: ReadonlySet<string | undefined>,
  places: Places,
  problems: Problem[],
): void {
  const wired = new Set<string>()
  checked.messages.forEach((ends, at) => {
    if (ends.fromPort !== 'exhausted') return
    wired.add(ends.from)
    if (!checked.loops.back.has(at)) return
    // Its own rounds would be used up one day, with no port left to leave by.
    problems.push({
      path: `edges[${places.get(ends.edge)}].from`,
      message: `the port "exhausted" of "${ends.from}" must not lead back: wire it onward, through a router if the message is to go round a wider loop`,
      element: ends.edge.id,
    })
  })
  checked.document.nodes.forEach((node, at) => {
    if (!leadsBack.has(node.id) || wired.has(node.id)) return
    problems.push({
      path: `nodes[${at}]`,
      message: `an edge leads back from "${node.id}", so its port "exhausted" must be wired: where does a message go when the rounds are used up?`,
      element: node.id,
    })
  })
}
