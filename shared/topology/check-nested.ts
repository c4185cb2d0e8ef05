import { checkDocument } from './check.ts'
import type { DocumentNode, NestedTopology, TopologyDocument } from './document.ts'
import type { KindTable } from './kind.ts'
import { isNested, nestedIn } from './nested.ts'
import type { Problem } from './problem.ts'

/** What is wrong with the topologies inside a drawing, and with the nodes that are of them. */
export function checkNested(document: TopologyDocument, kinds: KindTable): readonly Problem[] {
  const { topologies = [] } = document
  const known = new Map(topologies.map((one) => [one.id, one]))
  const problems = checkNodes(document.nodes, '', known)
  topologies.forEach((nested, at) => {
    const path = `topologies[${at}]`
    const around = containing(nested.id, known)
    if (around !== null) {
      const way = around.map((id) => `"${id}"`).join(' in ')
      problems.push({ path, message: `it contains itself (${way}), so it would never end` })
      return
    }
    const { nodes, edges, groups, controllers } = nested
    const body = {
      synod: document.synod,
      name: nested.id,
      nodes,
      edges,
      ...optional({ groups, controllers }),
    }
    const checked = checkDocument(body, kinds)
    if (!checked.ok)
      problems.push(
        ...checked.problems.map(({ path: inner, message }) => ({ path: `${path}.${inner}`, message })),
      )
    problems.push(...checkNodes(nodes, `${path}.`, known))
  })
  return problems
}

function optional<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function checkNodes(
  nodes: readonly DocumentNode[],
  prefix: string,
  known: ReadonlyMap<string, NestedTopology>,
): Problem[] {
  const problems: Problem[] = []
  nodes.forEach((node, at) => {
    if (!isNested(node)) return
    const tell = (key: string, message: string): void => {
      const element = prefix === '' ? { element: node.id } : {}
      problems.push({ path: `${prefix}nodes[${at}].config.${key}`, message, ...element })
    }
    const nested = known.get(nestedIn(node) ?? '')
    if (nested === undefined) {
      const have = [...known.keys()].join(', ') || 'it has none'
      tell('of', `this drawing has no topology "${nestedIn(node) ?? ''}" inside; expected one of: ${have}`)
      return
    }
    const outputs = nested.nodes.filter(({ kind }) => kind === 'output').map(({ id }) => id)
    if (node.kind === 'map') {
      if (outputs.length === 0) tell('of', `"${nested.id}" has no output, so no item would ever be done`)
      return
    }
    const said = (node.config?.['outputs'] ?? []) as readonly string[]
    if (said.toSorted().join() !== outputs.toSorted().join())
      tell('outputs', `expected the outputs of "${nested.id}": ${outputs.join(', ') || 'none'}`)
  })
  return problems
}

/** The way by which a topology contains itself; null when it does not. */
function containing(id: string, known: ReadonlyMap<string, NestedTopology>): readonly string[] | null {
  const open: (readonly string[])[] = [[id]]
  const seen = new Set<string>()
  for (let way = open.pop(); way !== undefined; way = open.pop()) {
    for (const node of known.get(way[0] ?? '')?.nodes ?? []) {
      const inner = nestedIn(node)
      if (inner === null) continue
      if (inner === id) return [inner, ...way]
      if (!seen.has(inner)) open.push([inner, ...way])
      seen.add(inner)
    }
  }
  return null
}
