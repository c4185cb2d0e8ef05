import { isDeepStrictEqual } from 'node:util'
import type { TraceStep } from '../../../../shared/explore/result.ts'
import { SILENCE } from '../../../../shared/kernel/attempts.ts'
import { type Cell, initialState } from '../../../../shared/kernel/cells.ts'
import { next } from '../../../../shared/kernel/enabled.ts'
import { applyTransition, type Input } from '../../../../shared/kernel/transition.ts'
import type { TopologyDocument } from '../../../../shared/topology/document.ts'
import { actorAt, type Plan, RUN } from '../../../../shared/topology/plan.ts'
import { createMemoryJournal } from '../../../journal/memory-journal.ts'
import type { Journal, RunRecord } from '../../seams.ts'
import { createRun, type Driven, drive, HandClock, planOf, quiet } from './live-harness.ts'
import { ScriptedWorld } from './scripted-world.ts'

/** So many words are said, a second apart, before a silence means anything. */
const WORDS = 8
const SECOND_MS = 1000

export interface LiveReplay {
  /** Where the live driver would not follow, or came to another state; null where it did all. */
  readonly lost: string | null
  /** Steps that no run on a journal has: what a bad edge does. They were put in by hand. */
  readonly byHand: readonly string[]
}

/**
 * Plays a schedule on the live driver: its own inputs in the order of the schedule, outcomes, probes, people and
 * timers as the schedule says, a new driver on the same journal where the host dies. Each step must lead to the
 * transition that the schedule has, and all of them to the same cells.
 */
export async function replayLive(
  document: TopologyDocument,
  steps: readonly TraceStep[],
): Promise<LiveReplay> {
  const journal = createMemoryJournal()
  const replay = new Replay(journal, await createRun(journal, 'r', document), document)
  const byHand: string[] = []
  for (const step of steps) {
    const lost = await replay.take(step)
    if (lost !== null) return { lost: `${step.action}: ${lost}`, byHand }
    if (step.transitions.some(({ input }) => BAD_EDGE.has(input.type))) byHand.push(step.action)
  }
  return { lost: replay.difference(steps), byHand }
}

const HOST_DIES = 'the host dies and comes back'

const BAD_EDGE: ReadonlySet<Input['type']> = new Set(['drop', 'duplicate', 'reorder'])

/** What the kernel offers by itself, of which the schedule says the order. */
const OWN: ReadonlySet<Input['type']> = new Set([
  'deliver',
  'serve',
  'recall',
  'begin',
  'reply',
  'undo',
  'cancel',
])

class Replay {
  private readonly journal: Journal
  private readonly record: RunRecord
  private readonly document: TopologyDocument
  private readonly plan: Plan
  private readonly clock = new HandClock()
  private readonly world = new ScriptedWorld(({ node, tag }) => {
    const core = this.driven?.live.core
    return core?.effect(core.plan.byId.get(node) ?? -1, tag)?.status === 'doubt'
  })
  private readonly performs = new Map<string, number>()
  /** What the kernel may take now, and nothing else. */
  private wanted: Input | null = null
  /** Timers that were due while the schedule wanted another. */
  private readonly late = new Set<string>()
  private driven: Driven | null = null
  private seen = 0

  constructor(journal: Journal, record: RunRecord, document: TopologyDocument) {
    this.journal = journal
    this.record = record
    this.document = document
    this.plan = planOf(document)
  }

  /** Null when the driver did what the step says. */
  async take({ transitions, element, action }: TraceStep): Promise<string | null> {
    const inputs = transitions.map(({ input }) => input)
    if (action === HOST_DIES) {
      await this.restart()
      return this.compare(inputs)
    }
    if (inputs.length === 0) return this.checkWorld(element ?? '', action)
    for (const input of inputs) {
      await this.put(input)
      const lost = this.compare([input])
      if (lost !== null) return lost
    }
    return null
  }

  /** The first cell in which the driver's run is not the schedule's. */
  difference(steps: readonly TraceStep[]): string | null {
    const modelled = steps
      .flatMap(({ transitions }) => transitions)
      .reduce(applyTransition, initialState(this.plan))
    const at = this.live.core.state.findIndex(
      (cell: Cell, place) => !isDeepStrictEqual(cell, modelled[place]),
    )
    return at < 0 ? null : `${this.plan.components[at]?.id ?? at} is in another state`
  }

  private get live(): Driven['live'] {
    if (this.driven === null) throw new Error('a schedule begins with its start')
    return this.driven.live
  }

  private async start(payload: Parameters<Driven['live']['begin']>[0]): Promise<void> {
    const { journal, record, document, clock, world } = this
    const driven = drive(journal, record, document, clock, world)
    const { core } = driven.live
    const isArmed = core.isArmed.bind(core)
    core.take = () => this.offered(driven)
    core.isArmed = (component, tag) => isArmed(component, tag) && this.isWanted(component, tag)
    this.driven = driven
    driven.live.begin(payload)
    await quiet(driven.live)
  }

  private async restart(): Promise<void> {
    await this.driven?.die()
    this.late.clear()
    await this.start({})
  }

  /** What the schedule wants, if it is the kernel's to do and the kernel offers it. */
  private offered({ live }: Driven): Input | null {
    const { wanted } = this
    if (wanted === null || !(OWN.has(wanted.type) || BAD_EDGE.has(wanted.type))) return null
    const offers = next(this.plan, live.core.state, wanted.component)
    if (OWN.has(wanted.type) && !offers.some((one) => isDeepStrictEqual(one, wanted))) return null
    this.wanted = null
    return wanted
  }

  private isWanted(component: number, tag: string): boolean {
    const { wanted } = this
    if (wanted?.type === 'fire' && wanted.component === component && wanted.tag === tag) {
      this.wanted = null
      return true
    }
    this.late.add(`${component} ${tag}`)
    return false
  }

  private async put(input: Input): Promise<void> {
    this.wanted = input
    if (input.type === 'start') await this.start(input.payload)
    else {
      await this.cause(input)
      await quiet(this.live)
      this.world.cut()
      await quiet(this.live)
    }
    this.wanted = null
  }

  /** Has the world around the driver bring about an input. */
  private async cause(input: Input): Promise<void> {
    const { live, world } = this
    switch (input.type) {
      case 'settle': {
        const { node, kind, id } = this.effectOf(input.component, input.tag)
        if (kind === 'human.ask' || kind === 'human.steer') await live.answer(id, input.outcome)
        else world.settle(node, input.tag, input.outcome)
        return
      }
      case 'resolve':
        return this.resolve(input)
      case 'fire':
        return this.fire(input)
      case 'suspect':
        return this.fallSilent(input)
      case 'discard':
      case 'resend':
        await live.settleLetter(() => input)
        return
      case 'cancel':
        if (input.component === RUN) await live.cancel()
        return
      case 'pause':
        return live.pause(input.abort === true)
      case 'resume':
        return live.resume()
      default:
    }
  }

  private effectOf(
    component: number,
    tag: string,
  ): { readonly node: string; readonly kind: string; readonly id: string; readonly probed: boolean } {
    const { core } = this.live
    const { id: node, kind, bound } = actorAt(this.plan, component)
    const ask = core.effect(component, tag)?.ask
    const probed = ask !== undefined && kind.probes?.(bound.config, ask) !== false
    return { node, kind: ask?.kind ?? '', id: core.book.effectId(component, tag) ?? '', probed }
  }

  private async resolve({ component, tag, answer }: Extract<Input, { type: 'resolve' }>): Promise<void> {
    const { id, probed } = this.effectOf(component, tag)
    if (probed && answer.type !== 'failed') {
      this.world.answerProbe(id, { ...answer, evidence: 'as the schedule says' })
      return
    }
    this.world.answerProbe(id, { type: 'unknown', evidence: 'nobody knows' })
    await quiet(this.live)
    await this.live.resolveDoubt(id, answer)
  }

  /** All that is due by then is due too, but comes late: the schedule says when. */
  private async fire({ component, tag }: Extract<Input, { type: 'fire' }>): Promise<void> {
    const { live, clock, late } = this
    const due = live.core.book.dueAt(component, tag) ?? clock.now()
    clock.turn(Math.max(0, due - clock.now()))
    await quiet(live)
    // Words that made it suspect have put off the limit of its silence, of which a schedule knows nothing.
    const isLate = late.delete(`${component} ${tag}`) || tag.startsWith(SILENCE)
    if (this.wanted === null || !isLate) return
    // It was due before its turn, and then nobody fires it again.
    live['fire'](component, tag)
  }

  private async fallSilent({ component, tag }: Extract<Input, { type: 'suspect' | 'trust' }>): Promise<void> {
    const { node } = this.effectOf(component, tag)
    for (let word = 0; word < WORDS; word += 1) {
      this.world.say(node, tag)
      this.clock.turn(SECOND_MS)
    }
    this.clock.turn(60 * SECOND_MS)
  }

  /** What the schedule says of the world must be so: an attempt under way is one that the driver has begun. */
  private checkWorld(node: string, action: string): string | null {
    if (!action.endsWith('is under way')) return null
    const performed = (this.performs.get(node) ?? 0) + 1
    this.performs.set(node, performed)
    return (this.world.executions.get(node) ?? 0) >= performed ? null : 'the driver has begun no attempt'
  }

  private compare(inputs: readonly Input[]): string | null {
    const recorded = this.journal.transitionsAfter(this.record.run, this.seen, Number.MAX_SAFE_INTEGER)
    this.seen += recorded.length
    const did = recorded.map(({ transition }) => text(transition.input))
    const should = inputs.map(text)
    return isDeepStrictEqual(did, should) ? null : `the driver did [${did.join(', ')}]`
  }
}

/** Whatever a probe says beside its answer. */
function text(input: Input): string {
  return JSON.stringify(input, (key, value) => (key === 'evidence' ? undefined : value))
}
