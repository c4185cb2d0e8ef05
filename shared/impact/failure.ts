import type { Analyses } from '../hazards/analyses.ts'
import type { Arc, Use, Vertex } from '../hazards/graph/graph.ts'
import { edgeName, nameOf, quoted } from '../hazards/names.ts'

/** How it fails: every attempt ends in an error, or nothing more is heard of it. */
export type Way = 'fails' | 'silent'

/** What a person picks: a node, an edge or a group by its id, or `model:NAME` for all that use one model. */
export interface Picked {
  readonly element: string
  /** Null: as such a thing fails first. */
  readonly way: Way | null
}

/** What a pick comes to in the graph of a drawing. */
export interface Failure {
  readonly element: string
  readonly name: string
  readonly way: Way
  /** Those that its kind of element can have. */
  readonly ways: readonly Way[]
  readonly vertices: ReadonlySet<number>
  /** Of edges: the arcs on which everything is lost, the requests that nobody answers. */
  readonly arcs: ReadonlySet<Arc>
  readonly uses: ReadonlySet<Use>
}

const MODEL = 'model:'

/** An id of a run without the lanes of maps: all lanes of a map are drawn as one. */
export function drawnId(id: string): string {
  return id.replaceAll(/\/\d+(?=\/|$|\.)/g, '')
}

/** Null where the drawing has no such element, or nothing of it can fail. */
export function failureOf(analyses: Analyses, { element, way }: Picked): Failure | null {
  const { graph } = analyses
  const { name, vertices } = namedBy(analyses, element)
  const arcs = graph.arcs.filter((arc) => drawnId(arc.edge.id) === element)
  const uses = graph.uses.filter((use) => drawnId(use.edge.id) === element)
  if (vertices.length + arcs.length + uses.length === 0) return null
  const one = [...arcs, ...uses][0]
  const ways = waysOf(analyses, vertices)
  return {
    element,
    name: one === undefined ? name : edgeName(analyses, one),
    way: way !== null && ways.includes(way) ? way : (ways[0] ?? 'silent'),
    ways,
    vertices: new Set(vertices.map(({ index }) => index)),
    // What stands on an edge cuts it into parts, and the first will do.
    arcs: new Set(arcs.filter((arc, at) => arcs.findIndex(({ edge }) => edge === arc.edge) === at)),
    uses: new Set(uses),
  }
}

function namedBy(
  analyses: Analyses,
  element: string,
): { readonly name: string; readonly vertices: readonly Vertex[] } {
  const nodes = analyses.graph.vertices.filter(isDrawnNode)
  if (element.startsWith(MODEL)) {
    const model = element.slice(MODEL.length)
    const users = nodes.filter((vertex) => modelsOf(analyses, vertex).includes(model))
    return { name: `model ${model}`, vertices: users }
  }
  const group = analyses.graph.groups.find(({ id }) => drawnId(id) === element)
  if (group !== undefined) {
    const members = group.members.map(drawnId)
    const name = `group ${quoted(group.name, element)}`
    return { name, vertices: nodes.filter(({ id }) => isAmong(drawnId(id), members)) }
  }
  const vertices = nodes.filter(({ id }) => isAmong(drawnId(id), [element]))
  const own = analyses.graph.vertices.find(({ id }) => drawnId(id) === element)
  return { name: own === undefined ? quoted(undefined, element) : nameOf(analyses, own.index), vertices }
}

/** A nested topology fails with all that is inside it. */
function isAmong(id: string, elements: readonly string[]): boolean {
  return elements.some((element) => id === element || id.startsWith(`${element}/`))
}

/** Not what inlining has made: where messages enter and leave a topology. */
export function isDrawnNode({ node, kind, id, element }: Vertex): boolean {
  return node !== null && kind !== 'relay' && id === element
}

/** All that is used of one model fails with it. */
function modelsOf({ kinds }: Analyses, { kind, config }: Vertex): readonly string[] {
  return config === null ? [] : (kinds.get(kind)?.uses?.(config).models ?? [])
}

/** A model that one node has in common with others: they fail together. */
export function togetherWith(
  analyses: Analyses,
  { element, vertices }: Failure,
): { readonly element: string; readonly model: string; readonly count: number } | null {
  if (vertices.size !== 1 || element.startsWith(MODEL)) return null
  const nodes = analyses.graph.vertices.filter(isDrawnNode)
  const one = nodes.find(({ index }) => vertices.has(index))
  const [model] = one === undefined ? [] : modelsOf(analyses, one)
  if (model === undefined) return null
  const count = nodes.filter((vertex) => modelsOf(analyses, vertex).includes(model)).length
  return count > 1 ? { element: `${MODEL}${model}`, model, count } : null
}

function waysOf(analyses: Analyses, vertices: readonly Vertex[]): readonly Way[] {
  if (!vertices.some((vertex) => mayErr(analyses, vertex))) return ['silent']
  // People do not err, they do not answer.
  return vertices.every(({ kind }) => kind === 'gate') ? ['silent', 'fails'] : ['fails', 'silent']
}

/** Does it do anything that the world could answer with an error? */
export function mayErr({ kinds }: Analyses, { kind, config }: Vertex): boolean {
  if (config === null) return false
  return (
    kinds
      .get(kind)
      ?.ports(config)
      .out.some(({ error }) => error === true) === true
  )
}
