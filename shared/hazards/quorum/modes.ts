import type { Analyses } from '../analyses.ts'
import { vertexAt } from '../graph/graph.ts'
import { commonModeOf } from '../models.ts'

/** Why several fail together. What is of one group or one model counts as one; the others are said. */
export type Why = 'group' | 'model' | 'provider' | 'prompt'

/** What several voters or members have in common. */
export interface Shared {
  readonly why: Why
  /** The group, model or provider; of a prompt its beginning. */
  readonly name: string
  readonly members: readonly string[]
}

/** A voter or a member, with the agents whose work it hands on unchecked. */
export interface Member {
  readonly id: string
  readonly agents: readonly number[]
  /** The common-mode group that the drawing names; null for none. */
  readonly group: string | null
}

const NAME_LETTERS = 40

/** Everything that two members or more have in common, groups and models first. */
export function sharedBy(analyses: Analyses, members: readonly Member[]): readonly Shared[] {
  const found = new Map<string, { why: Why; name: string; members: string[] }>()
  const note = (why: Why, text: string | null, id: string): void => {
    if (text === null || text === '') return
    const key = `${why} ${text}`
    const one = found.get(key) ?? { why, name: shortened(text), members: [] }
    if (!one.members.includes(id)) one.members.push(id)
    found.set(key, one)
  }
  for (const { id, agents, group } of members) {
    note('group', group, id)
    for (const agent of agents) {
      const model = commonModeOf(analyses, agent)
      note('model', model, id)
      note('provider', providerOf(model), id)
      note('prompt', promptOf(analyses, agent), id)
    }
  }
  const order: readonly Why[] = ['group', 'model', 'provider', 'prompt']
  return [...found.values()]
    .filter((one) => one.members.length > 1)
    .sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why))
}

/** Members by what counts as one: of one group or one model, over several steps too. In the order of the members. */
export function modesOf(
  members: readonly Member[],
  shared: readonly Shared[],
): readonly (readonly string[])[] {
  const modes = new Map(members.map(({ id }) => [id, [id]]))
  for (const { why, members: together } of shared) {
    if (why !== 'group' && why !== 'model') continue
    const joined = [...new Set(together.flatMap((id) => modes.get(id) ?? []))]
    for (const id of joined) modes.set(id, joined)
  }
  const order = members.map(({ id }) => id)
  return [...new Set(modes.values())].map((mode) =>
    mode.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)),
  )
}

function providerOf(model: string | null): string | null {
  if (model === null || !model.includes(':')) return null
  return model.slice(0, model.indexOf(':'))
}

function promptOf({ graph }: Analyses, agent: number): string | null {
  const { config } = vertexAt(graph, agent)
  const prompt = (config as { readonly prompt?: unknown } | null)?.prompt
  if (typeof prompt !== 'string') return null
  return prompt.trim()
}

function shortened(text: string): string {
  return text.length > NAME_LETTERS ? `${text.slice(0, NAME_LETTERS)}…` : text
}
