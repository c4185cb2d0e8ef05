import type { Analyses } from '../analyses.ts'
import { timeoutOf } from '../attempts.ts'
import { all, setConfig, setEdgePolicy, within } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Loop, type Vertex, vertexAt } from '../graph/graph.ts'
import { edgeName, nameOf, namesOf } from '../names.ts'
import { addController, arcsInto, isDrawn, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** More calls than anybody would wait for. A loop always has a number of rounds; nested loops multiply theirs. */
const MOST_CALLS = 200
const DEFAULT_ROUNDS = 3
const BUDGET_STEPS = 200
const WEEK_MS = 604_800_000

export const unboundedLoop: HazardRule = {
  id: 'unbounded-loop',
  row: 22,
  title: 'Loop without an end in sight',
  level: 'warning',
  property: null,
  source: 'Cemri et al., Why do multi-agent LLM systems fail? (MAST), 2025, modes 1.3 and 1.5',
  find: (analyses) => [
    ...manyRounds(analyses),
    ...analyses.graph.vertices
      .filter(({ kind }) => kind === 'timer')
      .flatMap((one) => endless(analyses, one)),
    ...analyses.graph.groups.flatMap((group) => restartsForEver(analyses, group)),
  ],
}

function roundsOf({ back }: Loop): number {
  return Math.max(...back.map(({ edge }) => edge.policy?.rounds ?? DEFAULT_ROUNDS))
}

function manyRounds(analyses: Analyses): readonly Finding[] {
  const { graph, scopes } = analyses
  const agents = graph.vertices.filter(({ kind, config }) => kind === 'agent' && config !== null)
  const found = new Map<
    string,
    { readonly loops: readonly Loop[]; readonly agent: number; readonly calls: number }
  >()
  for (const { index, config } of agents) {
    const loops = graph.loops.filter(({ body }) => body.has(index))
    const { turns } = config as { readonly turns: number }
    const calls = loops.reduce((product, loop) => product * (roundsOf(loop) + 1), turns)
    if (loops.length === 0 || calls <= MOST_CALLS) continue
    if (scopes.controllers(index).some(({ type }) => type === 'budget')) continue
    const key = loops.map(({ header }) => header).join()
    if ((found.get(key)?.calls ?? 0) < calls) found.set(key, { loops, agent: index, calls })
  }
  return [...found.values()].map(({ loops, agent, calls }): Finding => {
    const arcs = loops.flatMap(({ back }) => back)
    const name = nameOf(analyses, agent)
    const named = arcs.map((arc) => edgeName(analyses, arc)).join(' and ')
    return {
      elements: [
        ...new Set([...arcs.filter(isDrawn).map(({ edge }) => edge.id), ...elementsOf(analyses, [agent])]),
      ],
      sentence: `By ${named}, ${name} may ask its model up to ${calls} times for one message, and no budget ends it.`,
      assumption: 'if what leaves the loop is never good enough',
      remedy: 'Allow fewer rounds, and give the team a budget.',
      fixes: [
        {
          label: 'Add a budget',
          apply: addController(vertexAt(graph, agent).id, 'budget', (id) => ({
            id,
            type: 'budget',
            steps: BUDGET_STEPS,
          })),
        },
        ...(loops.length === 1 && arcs.every(isDrawn) && fewRounds(calls, loops[0] as Loop) > 0
          ? [
              {
                label: `Allow ${fewRounds(calls, loops[0] as Loop)} rounds`,
                apply: all(
                  ...arcs.map(({ edge }) =>
                    setEdgePolicy(edge.id, { rounds: fewRounds(calls, loops[0] as Loop) }),
                  ),
                ),
              },
            ]
          : []),
      ],
    }
  })
}

function fewRounds(calls: number, loop: Loop): number {
  const each = calls / (roundsOf(loop) + 1)
  return Math.min(5, Math.floor(MOST_CALLS / each) - 1)
}

/** Ticks that end only by what comes of a tick. */
function endless(analyses: Analyses, { index, config, id }: Vertex): readonly Finding[] {
  const { mode, count } = (config ?? {}) as { readonly mode?: string; readonly count?: number }
  if (mode !== 'interval' || count !== 0) return []
  const stops = arcsInto(analyses, index).filter(({ toPort }) => toPort === 'stop')
  const own = stops.filter(({ back }) => back)
  if (stops.length === 0 || own.length < stops.length) return []
  const name = nameOf(analyses, index)
  return [
    {
      elements: elementsOf(analyses, [index, ...stops.map(({ from }) => from)]),
      sentence: `${name} ticks until ${namesOf(analyses, [...new Set(stops.map(({ from }) => from))], 'or')} stops it, which only a tick may lead to: if none ever does, it ticks for ever.`,
      assumption: 'if what it waits for never comes',
      remedy: 'Give it a number of ticks.',
      fixes: [{ label: `Let ${name} end after 100 ticks`, apply: setConfig(id, { count: 100 }) }],
    },
  ]
}

type Group = Analyses['graph']['groups'][number]

/** Restarts are counted within a time: a member that fails slower than that is restarted without end. */
function restartsForEver(analyses: Analyses, { id, restart, members, name = '' }: Group): readonly Finding[] {
  if (restart === undefined) return []
  const vertices = members.flatMap((member) => analyses.graph.byId.get(member) ?? [])
  const limits = vertices.map((vertex) => timeoutOf(analyses, vertex) ?? 0)
  const slowest = Math.max(0, ...limits)
  const whole = (restart.most + 1) * (slowest + restart.backoff_ms)
  const budgeted = vertices.every((vertex) =>
    analyses.scopes.controllers(vertex).some(({ type }) => type === 'budget'),
  )
  if (whole <= restart.within_ms || slowest === 0 || budgeted || restart.within_ms >= WEEK_MS) return []
  const slow = vertices.filter((_, at) => limits[at] === slowest)
  return [
    {
      elements: [id, ...elementsOf(analyses, slow)],
      sentence: `${namesOf(analyses, slow, 'or')} may take ${slowest / 1000} s to fail, and "${name === '' ? ownId(id) : name}" allows ${restart.most} restarts within ${restart.within_ms / 1000} s: the count begins anew before it is used up, and it is restarted for ever.`,
      assumption: 'if a member fails each time, and slowly',
      remedy: 'Count the restarts over a longer time.',
      level: 'note',
      fixes: [
        {
          label: `Count restarts over ${Math.min(whole, WEEK_MS) / 1000} s`,
          apply: within(id, (body, own) => ({
            ...body,
            groups: body.groups?.map((group) =>
              group.id === own && group.restart !== undefined
                ? { ...group, restart: { ...group.restart, within_ms: Math.min(whole, WEEK_MS) } }
                : group,
            ),
          })),
        },
      ],
    },
  ]
}
