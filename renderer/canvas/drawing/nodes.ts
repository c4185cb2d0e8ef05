import { kinds } from '../../../shared/nodes/index.ts'
import type { DocumentNode } from '../../../shared/topology/document.ts'
import type { NodeKind, PortSpec, Ports, Resource } from '../../../shared/topology/kind.ts'
import { configOf } from '../../../shared/topology/ports.ts'
import type { Outline } from '../geometry/outlines.ts'

/** What a node says of itself, edges left aside. */
export interface NodeFacts {
  readonly kind: NodeKind | null
  readonly kindLabel: string
  readonly icon: string
  readonly outline: Outline
  readonly name: string
  readonly caption: string
  readonly fact: string
  readonly ports: Ports
  /** Its ports where it is joined to these. */
  readonly portsWith: (resources: readonly Resource[]) => Ports
}

const known = new WeakMap<DocumentNode, NodeFacts>()
const NO_PORTS: Ports = { in: [], out: [] }

/** Cached by the node's identity: an edit elsewhere in the drawing parses nothing here again. */
export function factsOf(node: DocumentNode): NodeFacts {
  const before = known.get(node)
  if (before !== undefined) return before
  const facts = readFacts(node)
  known.set(node, facts)
  return facts
}

const knownInside = new WeakMap<NodeFacts, NodeFacts>()

/** The same for a node inside another topology. */
export function factsInside(node: DocumentNode): NodeFacts {
  const facts = factsOf(node)
  const inside = facts.kind?.inside
  if (inside === undefined) return facts
  const before = knownInside.get(facts)
  if (before !== undefined) return before
  const made = { ...facts, caption: inside.caption, fact: inside.fact }
  knownInside.set(facts, made)
  return made
}

function readFacts(node: DocumentNode): NodeFacts {
  const kind = kinds.get(node.kind)
  const name = nameOf(node)
  if (kind === undefined || kind.internal === true) {
    return {
      kind: null,
      kindLabel: 'Unknown kind',
      icon: 'circle-question-mark',
      outline: 'worker',
      name,
      caption: `This version has no kind "${node.kind}"`,
      fact: '',
      ports: NO_PORTS,
      portsWith: () => NO_PORTS,
    }
  }
  const config = configOf(kind, node)
  const { label, icon, outline } = kind.look
  const broken = config === null
  return {
    kind,
    kindLabel: label,
    icon,
    outline,
    name,
    caption: broken ? 'A setting needs attention' : kind.caption(config),
    fact: broken ? 'see Problems' : kind.fact(config),
    ports: broken ? lastPorts(kind, node) : drawnPorts(kind.ports(config)),
    portsWith: (resources) => (broken ? lastPorts(kind, node) : drawnPorts(kind.ports(config, resources))),
  }
}

const goodPorts = new Map<string, Ports>()

/** While a setting is half typed the ports stay as they were, so that edges don't jump. */
function lastPorts(kind: NodeKind, node: DocumentNode): Ports {
  const key = `${node.kind}/${node.id}`
  return goodPorts.get(key) ?? drawnPorts(kind.ports(kind.fresh()))
}

/** What is wired when the drawing is compiled is not for hands. */
function drawnPorts(ports: Ports): Ports {
  const drawn = (port: PortSpec): boolean => port.internal !== true
  return { in: ports.in.filter(drawn), out: ports.out.filter(drawn) }
}

export function rememberPorts(node: DocumentNode, ports: Ports): void {
  goodPorts.set(`${node.kind}/${node.id}`, ports)
}

/** The names of nodes, each with its id where another has the same name: for lists to choose from. */
export function namesApart(nodes: readonly DocumentNode[]): ReadonlyMap<string, string> {
  const before = apart.get(nodes)
  if (before !== undefined) return before
  const found = tellApart(nodes)
  apart.set(nodes, found)
  return found
}

const apart = new WeakMap<readonly DocumentNode[], ReadonlyMap<string, string>>()

function tellApart(nodes: readonly DocumentNode[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>()
  for (const node of nodes) count.set(nameOf(node), (count.get(nameOf(node)) ?? 0) + 1)
  return new Map(
    nodes.map((node) => {
      const name = nameOf(node)
      return [node.id, (count.get(name) ?? 0) > 1 ? `${name} (${node.id})` : name]
    }),
  )
}

/** A node's name as people see it; without one its id, or its kind where that is all the id says. */
export function nameOf({ id, kind, name }: DocumentNode): string {
  if (name !== undefined && name !== '') return name
  const label = kinds.get(kind)?.look.label
  // An id that was given by itself is its kind and a number; one that a person chose is a name.
  const given = id.startsWith(kind) ? /^-?(\d*)$/.exec(id.slice(kind.length)) : null
  if (label === undefined || given === null) return id
  return given[1] === '' ? label : `${label} ${given[1]}`
}
