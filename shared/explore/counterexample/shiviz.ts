import type { Plan } from '../../topology/plan.ts'
import type { Recorded } from '../../trace/recorded.ts'
import { Trace } from '../../trace/trace.ts'
import type { TraceStep } from '../result.ts'
import { recordedOf } from './recorded.ts'

type Clock = ReadonlyMap<string, number>

/** How ShiViz reads the log: an event, then whose it is, with its vector clock (Fidge 1988, Mattern 1989). */
const FORMAT = '(?<event>.*)\\n(?<host>\\S*) (?<clock>\\{.*\\})'

/** A counterexample as a log for ShiViz: a line of time for each node, with what happened before what. */
export function shivizLog(plan: Plan, steps: readonly TraceStep[]): string {
  const { records, positions } = recordedOf(plan, steps, 1000)
  const trace = new Trace(plan)
  trace.append(records)
  const clocks = new Clocks()
  const lines = steps.flatMap((step, at) => {
    const told = records.slice(positions[at - 1] ?? 0, positions[at])
    // First: what the next host makes of it comes after the death.
    const isDeath = step.element === null && step.transitions.every(({ input }) => input.type === 'doubt')
    const death = isDeath ? [clocks.crash(step.words)] : []
    const events = told.map((record) => {
      const process = plan.components[record.transition.input.component]?.id ?? 'run'
      return clocks.event(step.words, process, causesOf(trace, record), record.identity.seq)
    })
    if (isDeath || step.element === null) return [...death, ...events]
    return events.length === 0 ? [clocks.event(step.words, step.element, [], null)] : events
  })
  return `${FORMAT}\n\n${lines.join('\n')}\n`
}

function causesOf(trace: Trace, { identity }: Recorded): readonly number[] {
  return trace.order.causesOf(identity.seq)
}

class Clocks {
  /** The newest of each process, and those of the run's transitions. */
  private readonly newest = new Map<string, Clock>()
  private readonly bySeq = new Map<number, Clock>()

  event(words: string, process: string, causes: readonly number[], seq: number | null): string {
    const before = [this.newest.get(process), ...causes.map((one) => this.bySeq.get(one))]
    const clock = this.advance(process, before)
    if (seq !== null) this.bySeq.set(seq, clock)
    return line(words, process, clock)
  }

  /** What the host's death ends comes before it, and all that comes later is of the next host. */
  crash(words: string): string {
    const clock = this.advance('host', [...this.newest.values()])
    for (const [process, own] of this.newest) this.newest.set(process, merged([own, clock]))
    return line(words, 'host', clock)
  }

  private advance(process: string, before: readonly (Clock | undefined)[]): Clock {
    const clock = new Map(merged(before))
    clock.set(process, (clock.get(process) ?? 0) + 1)
    this.newest.set(process, clock)
    return clock
  }
}

function merged(clocks: readonly (Clock | undefined)[]): Clock {
  const most = new Map<string, number>()
  for (const clock of clocks)
    for (const [process, count] of clock ?? []) most.set(process, Math.max(most.get(process) ?? 0, count))
  return most
}

function line(words: string, process: string, clock: Clock): string {
  return `${words.replaceAll(/\s+/g, ' ')}\n${process} ${JSON.stringify(Object.fromEntries(clock))}`
}
