import { facts, outcomesOf } from '../kernel/abstract-world.ts'
import { anyWrong } from '../nodes/define.ts'
import type { NodeFaults } from '../topology/faults.ts'
import type { Ask, EffectKind } from '../topology/kind.ts'
import { errorOutcome, inlineText, type Outcome, type Payload, refsIn } from '../topology/payload.ts'
import type { ActorPlan, ChannelPlan } from '../topology/plan.ts'
import {
  DOUBTFUL,
  defaultLatency,
  defaultWeight,
  MISLED,
  PROBE,
  REFUSED_MS,
  TOKENS,
  UNFIT,
  USD_PER_MILLION,
} from './defaults.ts'
import type { Fate, Passage, StandIns } from './flight.ts'
import { drawMs, exponential, lognormal } from './latency.ts'
import type { Random } from './random.ts'
import type { Settings } from './settings.ts'

interface Answer {
  readonly outcome: Outcome
  readonly wrong: boolean
}

/** What may be answered to one ask. */
interface Answers {
  readonly well: readonly Answer[]
  readonly wrong: readonly Answer[]
  /** It ran and said no. */
  readonly noes: readonly Answer[]
  /** Tools that it may call. */
  readonly calls: number
  /** It was given something wrong. */
  readonly misled: boolean
}

/** Shared by all runs of a drawing. */
export type KnownAnswers = WeakMap<Ask, Answers>

const FAULTS = ['crash', 'hang', 'rate_limit', 'cut', 'malformed', 'wrong', 'error'] as const
type Fault = (typeof FAULTS)[number]

type Faults = Omit<NodeFaults, 'node'>

const NO_FAULTS: Faults = {}
const DOWN_MS = 2_000

/** People are not machines: a question to one neither crashes nor is cut off. */
function isMachine({ kind }: Ask): boolean {
  return !kind.startsWith('human.') && kind !== 'eval'
}

/**
 * Stand-ins for all that the world answers: agents, commands and people, by the outcomes that their kinds say are
 * possible. Everything is drawn from one random, in the order in which attempts begin and messages are sent.
 */
export class DrawnStandIns implements StandIns {
  private readonly random: Random
  private readonly settings: Settings
  private readonly crashes: number[]
  private crashedAt = 0
  private readonly answers: KnownAnswers

  constructor(settings: Settings, random: Random, answers: KnownAnswers) {
    this.answers = answers
    this.settings = settings
    this.random = random
    this.crashes = [...(settings.host?.crash_at_ms ?? [])].sort((a, b) => a - b)
  }

  fate(actor: ActorPlan, ask: Ask): Fate {
    const faults = this.settings.nodes.get(actor.index) ?? NO_FAULTS
    const answers = this.answersOf(actor, ask)
    const well = this.well(answers, faults)
    const quiet: Fate = { answer: null, acts_after_ms: null, deed: well, misled: answers.misled, usage: null }
    // Nobody has to say anything to an agent that works.
    if (ask.kind === 'human.steer') return quiet
    const took = this.took(actor, ask, faults)
    const usage = ask.kind === 'model.generate' ? this.usage() : null
    // Only a budget looks at it in the answer. What is asked for acts just before it answers.
    const told = (outcome: Outcome): Fate => ({
      ...quiet,
      answer: {
        after_ms: took,
        outcome: actor.controllers.length === 0 ? outcome : withUsage(outcome, usage),
      },
      acts_after_ms: actsAfter(outcome, Math.max(0, took - 1)),
      deed: outcome,
      usage,
    })
    if (!isMachine(ask)) return told(well)
    const fault = this.fault(faults)
    switch (fault) {
      case null:
        return told(well)
      case 'crash':
      case 'cut': {
        // Nobody knows how far it came: it had acted if it would have by then.
        const outcome = failure(fault, true, ask.class === 'once' ? 'unknown' : 'no')
        const after_ms = Math.round(took * this.random.next())
        const acts_after_ms = actsAfter(well, Math.round(took * this.random.next()))
        return { answer: { after_ms, outcome }, acts_after_ms, deed: well, misled: answers.misled, usage }
      }
      case 'hang':
        return { ...quiet, usage }
      case 'rate_limit':
        return { ...quiet, answer: { after_ms: REFUSED_MS, outcome: failure(fault, true, 'no') } }
      case 'malformed': {
        const outcome = failure(fault, true, ask.class === 'once' ? 'unknown' : 'no')
        return { ...told(well), answer: { after_ms: took, outcome } }
      }
      case 'wrong':
        return told(this.pick(answers.wrong, () => 1)?.outcome ?? well)
      case 'error': {
        const no = this.pick(answers.noes, () => 1)
        const answer = { after_ms: took, outcome: failure(fault, false, 'no') }
        return no === null ? { ...quiet, answer, usage } : told(no.outcome)
      }
    }
  }

  doubtMs(actor: ActorPlan): number {
    const { probe } = actor.bound.config as { readonly probe?: readonly string[] }
    return drawMs(probe === undefined || probe.length === 0 ? DOUBTFUL : PROBE, this.random)
  }

  passage({ index }: ChannelPlan): Passage {
    const faults = this.settings.edges.get(index)
    if (faults === undefined) return { after_ms: 0, fault: null }
    const { latency, drop = 0, duplicate = 0, reorder = 0, delay } = faults
    const late = delay !== undefined && this.random.next() < delay.chance ? delay.ms : 0
    const after_ms = late + (latency === undefined ? 0 : drawMs(latency, this.random))
    const dice = this.random.next()
    if (dice < drop) return { after_ms, fault: 'drop' }
    if (dice < drop + duplicate) return { after_ms, fault: 'duplicate' }
    return { after_ms, fault: dice < drop + duplicate + reorder ? 'reorder' : null }
  }

  letter(attempt: number): { readonly after_ms: number; readonly answer: 'resend' | 'discard' } {
    return { after_ms: drawMs(DOUBTFUL, this.random), answer: attempt === 1 ? 'resend' : 'discard' }
  }

  crash(): { readonly after_ms: number; readonly down_ms: number } | null {
    const { host } = this.settings
    const down_ms = host?.down_ms ?? DOWN_MS
    const at = this.crashes.shift()
    if (at !== undefined) {
      const after_ms = Math.max(0, at - this.crashedAt)
      this.crashedAt = at + down_ms
      return { after_ms, down_ms }
    }
    if (host?.crash_every_ms === undefined) return null
    return { after_ms: Math.round(exponential(host.crash_every_ms, this.random)), down_ms }
  }

  private fault(faults: Faults): Fault | null {
    if (faults === NO_FAULTS) return null
    let dice = this.random.next()
    for (const fault of FAULTS) {
      dice -= faults[fault] ?? 0
      if (dice < 0) return fault
    }
    return null
  }

  private took(actor: ActorPlan, { kind }: Ask, { latency, slow }: Faults): number {
    const own = latency !== undefined && isMain(actor, kind) ? latency : defaultLatency(kind)
    const ms = drawMs(own, this.random)
    return slow !== undefined && this.random.next() < slow.chance ? Math.round(ms * slow.times) : ms
  }

  private well({ well, calls, misled }: Answers, { odds }: Faults): Outcome {
    const wrong = misled ? MISLED : UNFIT
    const weigh = (one: Answer): number => {
      const weight = drawn(odds, one.outcome) ?? defaultWeight(one.outcome.tag, calls)
      return one.outcome.tag === 'call' ? weight : weight * (one.wrong ? wrong : 1 - wrong)
    }
    return this.pick(well, weigh)?.outcome ?? failure('error', false, 'no')
  }

  private pick(possible: readonly Answer[], weigh: (one: Answer) => number): Answer | null {
    if (possible.length < 2) return possible[0] ?? null
    let sum = 0
    for (const one of possible) sum += weigh(one)
    let dice = this.random.next() * sum
    for (const one of possible) {
      dice -= weigh(one)
      if (dice < 0) return one
    }
    return possible.at(-1) ?? null
  }

  private usage(): NonNullable<Fate['usage']> {
    const tokens = Math.round(lognormal(TOKENS.p50, TOKENS.p95, this.random))
    return { tokens, microUsd: tokens * USD_PER_MILLION }
  }

  /** Worked out once for an ask: runs come by the same ones again and again. */
  private answersOf(actor: ActorPlan, ask: Ask): Answers {
    const known = this.answers.get(ask)
    if (known !== undefined) return known
    const all = outcomesOf(actor, ask).map(({ outcome, fault }) => ({
      outcome,
      fault,
      wrong: isWrongIn(Object.values(outcome.refs)),
    }))
    const well = all.filter(({ fault }) => fault === null)
    const made: Answers = {
      well,
      wrong: all.filter(({ fault }) => fault === 'wrong'),
      noes: all.filter(({ outcome }) => outcome.tag === 'exit'),
      calls: well.filter(({ outcome }) => outcome.tag === 'call').length,
      misled: anyWrong(ask, facts),
    }
    this.answers.set(ask, made)
    return made
  }
}

/** What a latency of the node is meant for: of an agent its model calls, not its tools. */
function isMain({ kind, bound }: ActorPlan, effect: EffectKind): boolean {
  const models = kind.uses?.(bound.config).models ?? []
  return models.length > 0 ? effect === 'model.generate' : effect !== 'eval'
}

/** The odds that a person set for an answer: by its tag, or by what it says. */
function drawn(odds: NodeFaults['odds'], { tag, control }: Outcome): number | null {
  if (odds === undefined) return null
  for (const name of [control['port'], control['tool'], control['verdict'], tag])
    if (typeof name === 'string' && Object.hasOwn(odds, name)) return odds[name] ?? null
  return null
}

export function isWrongIn(payloads: readonly Payload[]): boolean {
  return payloads.some((payload) => refsIn(payload).some((ref) => facts(ref).wrong))
}

/** A process that said no has done nothing that could be done twice. */
function actsAfter({ tag }: Outcome, ms: number): number | null {
  return tag === 'exit' ? null : ms
}

function withUsage(outcome: Outcome, usage: Fate['usage']): Outcome {
  return usage === null ? outcome : { ...outcome, control: { ...outcome.control, usage } }
}

const FAILURES = new Map<string, Outcome>()

/** One object for each, so that equal answers are known by it. */
function failure(code: Fault, retryable: boolean, happened: 'no' | 'unknown'): Outcome {
  const name = `${code} ${retryable} ${happened}`
  const known = FAILURES.get(name)
  if (known !== undefined) return known
  const outcome = errorOutcome({ code, retryable, happened }, inlineText(SAID[code]))
  FAILURES.set(name, outcome)
  return outcome
}

const SAID: { readonly [fault in Fault]: string } = {
  crash: 'It crashed',
  hang: 'It hangs',
  rate_limit: 'Refused: too many requests',
  cut: 'The connection was cut',
  malformed: 'The answer cannot be read',
  wrong: 'It is wrong',
  error: 'It failed',
}
