import { outcomesOf } from '../../../../shared/kernel/abstract-world.ts'
import type { TopologyDocument } from '../../../../shared/topology/document.ts'
import type { EffectKind } from '../../../../shared/topology/kind.ts'
import type { Outcome } from '../../../../shared/topology/payload.ts'
import { actorAt, channelAt, type Plan } from '../../../../shared/topology/plan.ts'
import type { EffectCall, EffectIo, Executor, Journal, ProbeAnswer } from '../../seams.ts'
import type { LetterInput } from '../live-run.ts'
import { createRun, type Driven, drive, HandClock, planOf, quiet } from './live-harness.ts'

const KINDS: readonly EffectKind[] = [
  'model.generate',
  'process.exec',
  'git.open',
  'git.commit',
  'git.merge',
  'git.move',
  'human.ask',
  'eval',
]

/** A world that answers as kinds say that it may, by the numbers it is given; it counts what really happens. */
class RandomWorld implements Executor {
  readonly kinds = KINDS
  /** Executions that acted, by effect: what a `once` effect may have one of. */
  readonly acted = new Map<string, number>()
  well = false
  private readonly plan: Plan
  private readonly random: () => number
  private readonly hanging = new Map<string, (outcome: Outcome) => void>()

  constructor(plan: Plan, random: () => number) {
    this.plan = plan
    this.random = random
  }

  perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
    if (this.random() < 0.3) io.emit('output', 'a word')
    const outcome = this.choose(call)
    if (outcome === null)
      return new Promise((resolve) => {
        this.hanging.set(call.effect, resolve)
        io.signal.addEventListener('abort', () => resolve(cutOff()))
      })
    const unknown = outcome.tag === 'error' && outcome.control['happened'] !== 'no'
    if (outcome.tag !== 'error' || (unknown && this.random() < 0.5)) this.act(call)
    return Promise.resolve(outcome)
  }

  /** What was begun by a host that is gone acts no more. */
  async quell({ effect }: EffectCall): Promise<void> {
    this.hanging.get(effect)?.(cutOff())
    this.hanging.delete(effect)
  }

  async probe(call: EffectCall): Promise<ProbeAnswer> {
    if ((this.acted.get(call.effect) ?? 0) === 0) return { type: 'not-happened', evidence: 'it is not there' }
    return { type: 'happened', outcome: this.wellOutcome(call), evidence: 'it is there' }
  }

  private act({ effect }: EffectCall): void {
    this.acted.set(effect, (this.acted.get(effect) ?? 0) + 1)
  }

  private choose(call: EffectCall): Outcome | null {
    if (this.well) return this.wellOutcome(call)
    if (this.random() < 0.15) return null
    const all = this.outcomes(call)
    return all[Math.floor(this.random() * all.length)]?.outcome ?? this.wellOutcome(call)
  }

  private wellOutcome(call: EffectCall): Outcome {
    const found = this.outcomes(call).find(({ fault }) => fault === null)
    if (found === undefined) throw new Error(`${call.node} can do nothing well`)
    return found.outcome
  }

  private outcomes(call: EffectCall): ReturnType<typeof outcomesOf> {
    const actor = actorAt(this.plan, this.plan.byId.get(call.node) as number)
    const { tag, kind, class: effectClass, control, payload } = call
    return outcomesOf(actor, { tag, kind, class: effectClass, control, payload, activation: '' })
  }
}

function cutOff(): Outcome {
  return {
    tag: 'error',
    control: { code: 'cut', retryable: true, happened: 'unknown' },
    refs: { error: 'text:cut off' },
  }
}

/** The first message that waits for a person. */
function letterOf({ live }: Driven): LetterInput | null {
  for (const { index, type } of live.core.plan.components) {
    const cell = live.core.state[index]
    if (type !== 'channel' || cell?.type !== 'channel') continue
    const place = cell.dead?.findIndex(({ reason }) => reason === 'failed') ?? -1
    if (place >= 0)
      return { type: 'discard', component: channelAt(live.core.plan, index).to, channel: index, place }
  }
  return null
}

export interface LiveRace {
  readonly status: string
  readonly crashes: number
  readonly broken: readonly string[]
}

/** One schedule of the live driver on a real journal: timers, pauses, cancels, and hosts that die in between. */
export async function liveRace(
  journal: Journal,
  run: string,
  document: TopologyDocument,
  random: () => number,
): Promise<LiveRace> {
  const plan = planOf(document)
  const world = new RandomWorld(plan, random)
  const clock = new HandClock()
  const record = await createRun(journal, run, document)
  let crashes = 0
  let driven = drive(journal, record, document, clock, world)
  let over: string | null = null
  const watch = (one: Driven): void =>
    void one.ended.then(({ status }) => {
      over = status
    })
  const start = async (): Promise<void> => {
    watch(driven)
    driven.live.begin({ task: 'text:task' })
    await quiet(driven.live)
  }
  await start()
  for (let turn = 0; turn < 40 && over === null; turn += 1) {
    const dice = random()
    if (dice < 0.15) {
      await driven.die()
      crashes += 1
      driven = drive(journal, record, document, clock, world)
      await start()
    } else if (dice < 0.2) await driven.live.pause(random() < 0.5)
    else if (dice < 0.3) await driven.live.resume()
    else if (dice < 0.31) await driven.live.cancel()
    else {
      clock.turn(Math.floor(random() * 60))
      await quiet(driven.live)
    }
  }
  world.well = true
  // In small steps: what fails again and again must do so within its group's window.
  for (let turn = 0; turn < 1500 && over === null; turn += 1) {
    await driven.live.resume()
    for (const { id, effect } of driven.live.core.openEffects())
      if (effect.status === 'begun') await world.quell({ effect: id } as EffectCall)
    clock.turn(5)
    await quiet(driven.live)
    // A message that failed waits for a person, who drops it.
    await driven.live.settleLetter(() => letterOf(driven))
  }
  const twice = [...world.acted].filter(([, count]) => count > 1)
  const once = new Set(journal.effects(run).flatMap((row) => (row.class === 'once' ? [row.effect] : [])))
  const broken = twice.filter(([effect]) => once.has(effect)).map(([effect]) => `${effect} acted twice`)
  if (over === null) broken.push('it does not end')
  return { status: over ?? 'running', crashes, broken }
}
