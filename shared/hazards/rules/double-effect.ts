import type { Analyses } from '../analyses.ts'
import { type Change, mapNode, setConfig } from '../edit.ts'
import type { EffectSite } from '../effects.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { arcsInto, gather, isDrawn, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const doubleEffect: HazardRule = {
  id: 'double-effect',
  row: 7,
  title: 'Side effect that happens twice',
  level: 'warning',
  property: null,
  source:
    'Helland, Idempotence is not a medical condition, 2012; Gray and Reuter, Transaction processing, 1992',
  find: (analyses) => [
    ...onePerPlace(
      'warning',
      analyses.effects.flatMap((site) => repeated(analyses, site)),
    ),
    ...twiceHanded(analyses),
  ],
}

/** `auto` means run again in a worktree, whose tree is restored; what it did outside is not. */
function repeated(analyses: Analyses, site: EffectSite): readonly Finding[] {
  const { drawn, network, writes, vertex, tool } = site
  if (vertexAt(analyses.graph, vertex).kind === 'verifier') return []
  const outside = [...network, ...writes]
  const auto = drawn === 'auto' && site.class === 'idempotent' && outside.length > 0
  const pure = drawn === 'pure' && writes.length > 0
  if (!auto && !pure) return []
  const name = nameOf(analyses, vertex)
  const what = tool === null ? name : `Tool "${tool}" of ${name}`
  const why = auto
    ? 'as its worktree is restored, but what it did there is not'
    : 'as it is drawn as pure, though it may write there'
  return [
    {
      elements: elementsOf(analyses, [vertex]),
      sentence: `${what} may act on ${outside.join(', ')} and is run again after a crash or a time limit, ${why}: that may happen twice.`,
      assumption: 'if the machine or the process stops after it has acted',
      remedy: 'Set its class to once, or to idempotent where twice is as good as once.',
      fixes: [
        {
          label: `Let ${tool === null ? name : `"${tool}"`} happen once`,
          apply: setClass(analyses, site, 'once'),
        },
      ],
    },
  ]
}

function setClass({ graph }: Analyses, { vertex, tool }: EffectSite, to: string): Change {
  const { id } = vertexAt(graph, vertex)
  if (tool === null) return setConfig(id, { class: to })
  return mapNode(id, (node) => {
    const tools = (node.config?.['tools'] ?? []) as readonly { readonly name?: string }[]
    const changed = tools.map((one) => (one.name === tool ? { ...one, class: to } : one))
    return { ...node, config: { ...node.config, tools: changed } }
  })
}

/** Two branches lead to it and no join is between: it acts once for each. */
function twiceHanded(analyses: Analyses): readonly Finding[] {
  const { graph, order, effects } = analyses
  const acting = new Set(effects.filter((site) => site.class === 'once').map(({ vertex }) => vertex))
  return [...acting].flatMap((vertex): readonly Finding[] => {
    const arcs = arcsInto(analyses, vertex).filter(({ back }) => !back)
    if (!order.many(vertex) || arcs.length < 2 || arcs.some(({ from }) => order.many(from))) return []
    const name = nameOf(analyses, vertex)
    const from = [...new Set(arcs.map((arc) => arc.from))]
    return [
      {
        elements: elementsOf(analyses, [vertex, ...from]),
        sentence: `${name} is handed a message by each of ${arcs.length} branches and acts on each: what is to happen once happens ${arcs.length === 2 ? 'twice' : 'several times'}.`,
        assumption: 'with no fault at all',
        remedy: `Join the branches before ${name}.`,
        fixes: offer(
          `Join what comes to ${name}`,
          arcs.every((arc) => isDrawn(arc) && graph.vertices[arc.to]?.index === vertex)
            ? gather(vertexAt(graph, vertex).id, arcs, arcs[0]?.toPort ?? 'in', 'all')
            : null,
        ),
      },
    ]
  })
}
