import { kinds } from '../../../shared/nodes/index.ts'
import type { ControllerSpec, GroupSpec } from '../../../shared/topology/controls.ts'
import type { DocumentNode, TopologyDocument } from '../../../shared/topology/document.ts'
import type { NodeKind } from '../../../shared/topology/kind.ts'
import { configOf } from '../../../shared/topology/ports.ts'
import { usersOf } from '../../../shared/topology/scopes.ts'

/** Where a controller is drawn: at its nodes' cards, at its group's edge, or at the canvas's. */
export interface Controls {
  /** The nodes that each controller is for. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** Shown on a card: what is for single nodes, or for the model or a tool that it uses. */
  readonly onCard: ReadonlyMap<string, readonly ControllerSpec[]>
  readonly onGroup: ReadonlyMap<string, readonly ControllerSpec[]>
  /** What is for the whole run, for a model or for a tool. */
  readonly onCanvas: readonly ControllerSpec[]
}

const known = new WeakMap<TopologyDocument, Controls>()

export function controlsOf(document: TopologyDocument): Controls {
  const before = known.get(document)
  if (before !== undefined) return before
  const controls = findControls(document)
  known.set(document, controls)
  return controls
}

function findControls(document: TopologyDocument): Controls {
  const nodes = new Map<string, ReadNode>()
  const { controllers = [] } = document
  // Most drawings have none; then no node is read here.
  for (const node of controllers.length === 0 ? [] : document.nodes) {
    const read = readNode(node)
    if (read !== null) nodes.set(node.id, read)
  }
  const users = new Map<string, readonly string[]>()
  const onCard = new Map<string, ControllerSpec[]>()
  const onGroup = new Map<string, ControllerSpec[]>()
  const onCanvas: ControllerSpec[] = []
  const put = (map: Map<string, ControllerSpec[]>, id: string, spec: ControllerSpec): void => {
    map.set(id, [...(map.get(id) ?? []), spec])
  }
  for (const spec of controllers) {
    const own = usersOf(spec, { document, nodes })
    users.set(spec.id, own)
    const byName = spec.nodes !== undefined
    const byUse = spec.model !== undefined || spec.tool !== undefined
    if (spec.group !== undefined && !byName) put(onGroup, spec.group, spec)
    else if (!byName) onCanvas.push(spec)
    if (byName || byUse) for (const id of own) put(onCard, id, spec)
  }
  return { users, onCard, onGroup, onCanvas }
}

interface ReadNode {
  readonly node: DocumentNode
  readonly kind: NodeKind
  readonly config: unknown
}

const read = new WeakMap<DocumentNode, ReadNode | null>()

/** Cached by the node's identity: an edit elsewhere parses nothing here again. A broken config counts as a fresh one. */
function readNode(node: DocumentNode): ReadNode | null {
  const before = read.get(node)
  if (before !== undefined) return before
  const kind = kinds.get(node.kind)
  const found = kind === undefined ? null : { node, kind, config: configOf(kind, node) ?? kind.fresh() }
  read.set(node, found)
  return found
}

export function groupsOf(document: TopologyDocument, node: string): readonly GroupSpec[] {
  return (document.groups ?? []).filter(({ members }) => members.includes(node))
}

/** A group's name as people see it. */
export function groupName({ id, name }: GroupSpec): string {
  return name === undefined || name === '' ? id : name
}

/** What controllers may be for besides nodes and groups: the models and tools that nodes of the drawing use. */
export function usedIn(document: TopologyDocument): {
  readonly models: readonly string[]
  readonly tools: readonly string[]
} {
  const models = new Set<string>()
  const tools = new Set<string>()
  for (const node of document.nodes) {
    const found = readNode(node)
    const uses = found?.kind.uses?.(found.config)
    for (const model of uses?.models ?? []) models.add(model)
    for (const tool of uses?.tools ?? []) tools.add(tool)
  }
  return { models: [...models], tools: [...tools] }
}
