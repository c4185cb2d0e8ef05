import { errorOutcome, inlineText, type Json, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor, ProbeAnswer } from '../../drivers/seams.ts'
import { drawnFor } from '../../effects/process/command.ts'
import { executionsOf, readCounts } from '../counts.ts'
import { appendLine } from './counted.ts'
import type { IdleClock } from './idle-clock.ts'
import type { Points } from './points.ts'

/**
 * What a tool of a crash topology does, by the first word of its command. Those that are not well are so for as many
 * executions of an effect as the second word says, or, for `refuses`, for so many of its node's effects.
 * - `does`: it acts and says so.
 * - `fails`: it cannot be reached, nothing happens, and it may be tried again.
 * - `hangs`: it acts, then says nothing for ever.
 * - `breaks`: it acts, and its line is cut before it can say so.
 * - `refuses`: it acts and says no.
 */
export type Manner = 'does' | 'fails' | 'hangs' | 'breaks' | 'refuses'

export interface Bench {
  readonly points: Points
  readonly clock: IdleClock
  /** The file in which tools count their executions. */
  readonly counts: string
}

/** Commands, checks and tools, in this process so that each can be killed just before and just after it acts. */
export function createToolExecutor({ points, clock, counts }: Bench): Executor {
  const act = (call: EffectCall): void => {
    appendLine(counts, { tool: call.node, effect: `${call.run}/${call.effect}` })
    points.reached(`${nameOf(call)} acted`)
  }
  return {
    kinds: ['process.exec'],
    async perform(call, io) {
      const manner = mannerOf(call)
      if (manner === 'fails') return errorOf('unreachable', 'no')
      act(call)
      if (manner === 'breaks') return errorOf('cut', 'unknown')
      if (manner === 'hangs') {
        clock.end()
        await aborted(io.signal)
        clock.begin()
        return errorOf('cancelled', 'unknown')
      }
      return outcomeOf(call, io, manner === 'refuses' ? 'exit' : 'ok')
    },
    quell: () => Promise.resolve(),
    probe: (call, io) => Promise.resolve(probe(call, io, counts)),
  }
}

/** One execution of an effect. */
export function nameOf({ effect, execution }: EffectCall): string {
  return `${effect}#${execution}`
}

/** Whether an effect has acted, as the world outside tells it. */
export function hasActed(counts: string, run: string, effect: string): boolean {
  return executionsOf(readCounts(counts), run).has(effect)
}

function mannerOf(call: EffectCall): Manner {
  const [manner = 'does', times = '1'] = drawnFor(call).run
  // Whether it refuses must not hang on crashes: they cost executions, and a refusal has consequences.
  const count = manner === 'refuses' ? Number(call.effect.split(':').at(-1)) : call.execution
  return count <= Number(times) ? (manner as Manner) : 'does'
}

function probe(call: EffectCall, io: EffectIo, counts: string): ProbeAnswer {
  if (drawnFor(call).probe.length === 0) return { type: 'unknown', evidence: 'nobody can be asked' }
  if (!hasActed(counts, call.run, call.effect)) return { type: 'not-happened', evidence: 'nothing is there' }
  return { type: 'happened', outcome: outcomeOf(call, io, 'ok'), evidence: 'it is there' }
}

/** It follows from the drawing alone, so that two executions say the same. */
function outcomeOf(call: EffectCall, io: EffectIo, tag: 'ok' | 'exit'): Outcome {
  const [, , said] = drawnFor(call).run
  const result = io.payloads.put(said === undefined ? { by: call.node } : (JSON.parse(said) as Json))
  return { tag, control: { exit: tag === 'ok' ? 0 : 1 }, refs: { result, log: result } }
}

function errorOf(code: string, happened: 'no' | 'unknown'): Outcome {
  return errorOutcome({ code, retryable: true, happened }, inlineText(code))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
