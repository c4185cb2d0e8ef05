import type { Ask, Bound, Facts, PossibleOutcome } from '../../topology/kind.ts'
import { fieldsOf, type JsonObject, type Outcome, type Payload, refsIn } from '../../topology/payload.ts'
import { abstractErrors, anyWrong, classifyError } from '../define.ts'
import { neededOf, type VoteConfig, votesCast } from './config.ts'

/** Which ballots say the same: a number for each voter, equal where they agree. Whose ballot is void has none. */
export type Classes = { readonly [port: string]: number }

/** The voters of the class that has enough votes; null when none has. A group that is split has no vote. */
export function winnersOf(config: VoteConfig, classes: Classes): readonly string[] | null {
  const needed = neededOf(config)
  for (const said of new Set(Object.values(classes))) {
    const alike = config.inputs.filter((port) => classes[port] === said)
    if (votesCast(config, alike) >= needed) return alike
  }
  return null
}

/** "2 of 3 agree: a, b; apart: c" */
export function tallyText(config: VoteConfig, classes: Classes, winners: readonly string[]): string {
  const others = config.inputs.filter((port) => Object.hasOwn(classes, port) && !winners.includes(port))
  const of = config.inputs.length
  const agree = winners.length === 0 ? 'No quorum' : `${winners.length} of ${of} agree: ${winners.join(', ')}`
  return others.length === 0 ? agree : `${agree}; apart: ${others.join(', ')}`
}

export function classesIn(outcome: Outcome): Classes {
  return outcome.control['classes'] as Classes
}

type Ballots = { readonly [port: string]: Payload }

function ballotsOf(effect: Ask): Ballots {
  return effect.payload['ballots'] as Ballots
}

/** A ballot is wrong if what is voted on is; where that is no field, if anything in the message is. */
function isWrong(config: VoteConfig, ballot: Payload, facts: Facts): boolean {
  const fields = fieldsOf(ballot)
  const voted = Object.hasOwn(fields, config.ballot) ? fields[config.ballot] : undefined
  return refsIn(voted ?? ballot).some((ref) => facts(ref).wrong)
}

function counted(ports: readonly string[], classOf: (port: string, at: number) => number): JsonObject {
  return { classes: Object.fromEntries(ports.map((port, at) => [port, classOf(port, at)])) }
}

/**
 * Right answers are the same and differ from wrong ones; wrong ones may agree or not. That right ones are worded so
 * differently that nothing agrees is a fault of its own.
 */
export function tallyOutcomes(
  { config }: Bound<VoteConfig>,
  effect: Ask,
  facts: Facts,
): readonly PossibleOutcome[] {
  const ballots = ballotsOf(effect)
  const ports = config.inputs.filter((port) => Object.hasOwn(ballots, port))
  const wrong = ports.filter((port) => isWrong(config, ballots[port] as Payload, facts))
  const possible: JsonObject[] = [counted(ports, (port) => (wrong.includes(port) ? 1 : 0))]
  if (wrong.length > 1) possible.push(counted(ports, (port, at) => (wrong.includes(port) ? at + 1 : 0)))
  const misled = 'judgement' in effect.payload && anyWrong(effect, facts)
  // A judge that is given something wrong, or that is wrong itself, may take all for the same.
  if (misled && wrong.length > 0) possible.push(counted(ports, () => 0))
  return [
    ...possible.map((control) => ({ tag: 'ok', control, refs: {}, fault: null })),
    { tag: 'ok', control: { classes: {} }, refs: {}, fault: 'wrong' },
    ...abstractErrors(effect),
  ]
}

/** All that the state goes by is whether enough agree: as if all did, or as if no ballot were good. */
export function classifyTally({ config }: Bound<VoteConfig>, effect: Ask, outcome: Outcome): Outcome {
  if (outcome.tag === 'error') return classifyError(effect, outcome)
  const decided = winnersOf(config, classesIn(outcome)) !== null
  const ballots = ballotsOf(effect)
  const ports = decided ? config.inputs.filter((port) => Object.hasOwn(ballots, port)) : []
  return { ...outcome, control: counted(ports, () => 0) }
}
