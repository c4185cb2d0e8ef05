import type { EdgeFaults, FaultPlan, HostFaults, NodeFaults } from '../topology/faults.ts'
import type { Plan } from '../topology/plan.ts'
import { type Checked, invalid, type Problem, valid } from '../topology/problem.ts'

/** A fault plan resolved to a plan's components. */
export interface Settings {
  readonly nodes: ReadonlyMap<number, NodeFaults>
  readonly edges: ReadonlyMap<number, EdgeFaults>
  readonly host: HostFaults | null
}

/** Names what the faults are for; what is not there, or stands there twice, is refused with its place. */
export function resolveFaults(plan: Plan, { nodes = [], edges = [], host }: FaultPlan): Checked<Settings> {
  const problems: Problem[] = []
  const [actors, channels] = [idsOf(plan, 'actor'), idsOf(plan, 'channel')]
  const found = {
    nodes: resolve(nodes, ({ node }) => node, actors, 'node', problems),
    edges: resolve(edges, ({ edge }) => edge, channels, 'edge', problems),
  }
  return problems.length > 0 ? invalid(...problems) : valid({ ...found, host: host ?? null })
}

function resolve<T>(
  list: readonly T[],
  idOf: (one: T) => string,
  known: ReadonlyMap<string, readonly number[]>,
  what: 'node' | 'edge',
  problems: Problem[],
): ReadonlyMap<number, T> {
  const found = new Map<number, T>()
  list.forEach((one, at) => {
    const id = idOf(one)
    const components = known.get(id)
    const path = `faults.${what}s[${at}].${what}`
    if (components === undefined) {
      const message = `there is no ${what} "${id}" that faults could be for: it may be gone`
      problems.push({ path, message, element: id })
    } else if (found.has(components[0] as number))
      problems.push({ path, message: `"${id}" stands here twice`, element: id })
    else for (const component of components) found.set(component, one)
  })
  return found
}

/** The id that a person knows: the lanes of a map are one to whoever drew it. */
export function drawnId(id: string): string {
  return id.includes('/')
    ? id
        .split('/')
        .filter((part) => !/^\d+$/.test(part))
        .join('/')
    : id
}

function idsOf({ components }: Plan, type: 'actor' | 'channel'): ReadonlyMap<string, readonly number[]> {
  const known = new Map<string, number[]>()
  for (const one of components) {
    if (one.type !== type) continue
    const id = drawnId(one.id)
    known.set(id, [...(known.get(id) ?? []), one.index])
  }
  return known
}
