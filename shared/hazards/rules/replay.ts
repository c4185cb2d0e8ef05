import type { Analyses } from '../analyses.ts'
import { type Change, mapNode, setConfig } from '../edit.ts'
import type { EffectSite } from '../effects.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** What makes a program answer differently from one time to the next. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/Date\.now|new Date\(\)|\btime\.time\(|datetime\.now|\bgmtime\b|performance\.now/, 'the clock'],
  [/Math\.random|randomUUID|\brandom\.|\$RANDOM|\buuidgen\b|\bopenssl rand\b|\bshuf\b|mktemp/, 'chance'],
]

/**
 * Every outcome is in the journal, so a replay never runs anything again and always shows what happened. What is left:
 * a process that is called pure and is not. It may be run again, after a crash, and say something else.
 */
export const nondeterministicReplay: HazardRule = {
  id: 'nondeterministic-replay',
  row: 37,
  title: 'Called pure, and is not',
  level: 'note',
  property: null,
  source: 'Temporal and Restate: workflow code must be deterministic, all else is a recorded effect',
  find: (analyses) =>
    onePerPlace(
      'note',
      analyses.effects.flatMap((site) => changing(analyses, site)),
    ),
}

function changing(analyses: Analyses, site: EffectSite): readonly Finding[] {
  if (site.class !== 'pure') return []
  const { id, element, kind } = vertexAt(analyses.graph, site.vertex)
  const text = site.run.join(' ')
  const [, clockOrChance] =
    (site.run[0] === 'date' ? [0, 'the clock'] : CHANGING.find(([pattern]) => pattern.test(text))) ?? []
  const by =
    clockOrChance ?? (site.network.length > 0 ? `what ${site.network.join(', ')} says at the time` : null)
  if (by === null || (kind === 'verifier' && clockOrChance === undefined)) return []
  const name = nameOf(analyses, site.vertex)
  const what = site.tool === null ? name : `the tool "${site.tool}" of ${name}`
  return [
    {
      elements: [element],
      sentence: `${site.tool === null ? name : `The tool "${site.tool}" of ${name}`} is called pure, but depends on ${by}: run again after a crash it may answer differently.`,
      assumption: 'if the host dies while it is at work',
      remedy: `Call ${what} idempotent if a second run is as good as the first, or once; or hand it what it depends on in the message.`,
      fixes: kind === 'verifier' ? [] : offer('Call it idempotent', setClass(id, site)),
    },
  ]
}

function setClass(node: string, { tool }: EffectSite): Change {
  if (tool === null) return setConfig(node, { class: 'idempotent' })
  return mapNode(node, (one) => {
    const tools = one.config?.['tools']
    if (!Array.isArray(tools)) return one
    const changed = tools.map((drawn: Readonly<Record<string, unknown>>) =>
      drawn['name'] === tool ? { ...drawn, class: 'idempotent' } : drawn,
    )
    return { ...one, config: { ...one.config, tools: changed } }
  })
}

const MOVING = /(?:^|[@:/-])latest$/

/**
 * A run pins its drawing by digest, so an edit never reaches one that is under way. What is left: names that mean
 * something else tomorrow, in a run that waits for a person until then.
 */
export const versionSkew: HazardRule = {
  id: 'version-skew',
  row: 38,
  title: 'A name that moves',
  level: 'note',
  property: null,
  source: 'Burckhardt et al., Durable functions, OOPSLA 2021; Temporal, Worker versioning',
  find: (analyses) =>
    onePerPlace('note', [
      ...analyses.graph.vertices.flatMap((vertex) => movingModel(analyses, vertex)),
      ...analyses.effects.flatMap((site) => movingProgram(analyses, site)),
    ]),
}

function movingModel(analyses: Analyses, { index, element, config }: Vertex): readonly Finding[] {
  const model = (config as { readonly model?: unknown } | null)?.model
  if (typeof model !== 'string' || !MOVING.test(model)) return []
  return [found(nameOf(analyses, index), element, `the model "${model}"`)]
}

function movingProgram(analyses: Analyses, site: EffectSite): readonly Finding[] {
  const moving = site.run.find((word) => MOVING.test(word))
  if (moving === undefined) return []
  return [found(nameOf(analyses, site.vertex), vertexAt(analyses.graph, site.vertex).element, `"${moving}"`)]
}

function found(name: string, element: string, what: string): Finding {
  return {
    elements: [element],
    sentence: `${name} uses ${what}, which may be another one when the run goes on tomorrow.`,
    assumption: 'if it is renewed while a run is under way',
    remedy: 'Name an exact version.',
    // Which version is right only a person knows.
    fixes: [],
  }
}
