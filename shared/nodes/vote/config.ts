import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'
import { turnSchema } from '../agent/config.ts'

/** Each setting by itself: also of a vote that is half edited, and whose numbers don't go together yet. */
export const voteShape = z.strictObject({
  /** One input port a voter. */
  inputs: z.array(idSchema).min(1).max(64).default(['a', 'b', 'c']),
  rule: z.enum(['majority', 'quorum', 'unanimous']).default('majority'),
  /** How many must agree, when the rule is `quorum`. */
  quorum: z.number().int().min(1).max(64).default(2),
  /** What a faulty voter may do: stay silent, or say something wrong. */
  faults: z.enum(['crash', 'byzantine']).default('crash'),
  /** Faulty voters that the vote must survive. */
  f: z.number().int().min(0).max(21).default(0),
  equal: z.enum(['digest', 'path', 'judge']).default('digest'),
  /** The field that is voted on; for `path` a JSONata expression over the voter's message. */
  ballot: z.string().min(1).default('answer'),
  /** Voters that fail together: same model, same provider, same prompt. A group has one vote, its majority's. */
  groups: z.array(z.strictObject({ input: idSchema, group: z.string().min(1).max(64) })).default([]),
  /** From the first ballot on; 0: wait for all. */
  deadline_ms: z.number().int().min(0).max(604_800_000).default(0),
  /** The judge's, as an agent's. */
  model: z.string().min(1).default('auto'),
  prompt: z.string().max(50_000).default(''),
  script: z.array(turnSchema).default([]),
})

export const voteSchema = voteShape.superRefine((config, issues) => {
  for (const [path, message] of problemsOf(config)) issues.addIssue({ code: 'custom', path, message })
})
export type VoteConfig = z.infer<typeof voteSchema>

type Rules = Pick<VoteConfig, 'inputs' | 'rule' | 'quorum' | 'faults' | 'f' | 'groups'>

/** The group of a voter; one that stands in none is a group of its own. */
export function groupOf(config: Rules, input: string): string {
  const named = config.groups.find((one) => one.input === input)
  return named === undefined ? `voter ${input}` : `group ${named.group}`
}

/** The voters of each group, in the order of the inputs. */
export function groupsOf(config: Rules): readonly (readonly string[])[] {
  return [...Map.groupBy(config.inputs, (input) => groupOf(config, input)).values()]
}

/** How many votes there are when every group counts once. */
export function votesOf(config: Rules): number {
  return groupsOf(config).length
}

/** How many votes these voters can cast together: more than half of a group speaks for it. */
export function votesCast(config: Rules, voters: readonly string[]): number {
  return groupsOf(config).filter((group) => speaksFor(group, voters)).length
}

/**
 * Whether these are enough of a group to cast its vote. More than half of all its members, so that nothing that the
 * others say, or that comes later, can take it back.
 */
export function speaksFor(group: readonly string[], voters: readonly string[]): boolean {
  return group.filter((input) => voters.includes(input)).length * 2 > group.length
}

/**
 * How many must agree. Against wrong voters a majority must still be one without the f of them, so that no two
 * decisions could both be reached (Malkhi and Reiter, Byzantine quorum systems, 1998).
 */
export function neededOf(config: Rules): number {
  const votes = votesOf(config)
  if (config.rule === 'unanimous') return votes
  if (config.rule === 'quorum') return config.quorum
  return Math.floor((votes + (config.faults === 'byzantine' ? config.f : 0)) / 2) + 1
}

type Found = readonly [path: (string | number)[], message: string]

function problemsOf(config: Rules): readonly Found[] {
  const { inputs, groups, rule, faults, f } = config
  const found: Found[] = []
  if (new Set(inputs).size !== inputs.length) found.push([['inputs'], 'two inputs have the same name'])
  groups.forEach(({ input }, at) => {
    if (!inputs.includes(input)) found.push([['groups', at, 'input'], `there is no voter "${input}"`])
    if (groups.findIndex((one) => one.input === input) !== at)
      found.push([['groups', at, 'input'], `"${input}" is in two groups; a voter fails with one`])
  })
  if (found.length > 0) return found
  const votes = votesOf(config)
  const counted =
    votes === inputs.length ? `${votes} voters` : `${inputs.length} voters that count as ${votes}`
  const least = faults === 'crash' ? 2 * f + 1 : 3 * f + 1
  const bound = faults === 'crash' ? '2f + 1' : '3f + 1'
  const kind = faults === 'crash' ? 'crashed' : 'wrong'
  const needed = neededOf(config)
  if (rule === 'quorum' && needed > votes)
    return [[['quorum'], `a quorum of ${needed} can't be met by ${counted}`]]
  if (votes < least)
    return [[['f'], `${counted} can't survive ${f} ${kind} of them: ${bound} = ${least} are needed`]]
  if (needed > votes - f) {
    const left = `with ${f} of ${counted} ${kind} only ${votes - f} are left`
    const place = rule === 'quorum' ? 'quorum' : 'f'
    return [[[place], `${needed} that agree can't be reached: ${left}`]]
  }
  return found
}
