import { drawMs } from '../../shared/rehearse/latency.ts'
import { type Random, SeededRandom } from '../../shared/rehearse/random.ts'
import { drawnId } from '../../shared/rehearse/settings.ts'
import type { NodeFaults } from '../../shared/topology/faults.ts'
import { errorOutcome, inlineText, type Outcome } from '../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../drivers/seams.ts'

/** Faults that can be told truthfully of a real attempt, in the order in which the dice are read. */
const FAULTS = ['crash', 'hang', 'rate_limit', 'cut', 'malformed', 'error'] as const
type Fault = (typeof FAULTS)[number]

/** A crash comes at some moment up to this; an attempt that is over sooner got away. */
const CRASH_MOST_MS = 3_000
/** A connection is cut after so many words at most. */
const CUT_MOST_WORDS = 5

/**
 * Faults for real runs that asked for them (`settings.chaos`); all others pass through. Nothing is made up about the
 * world: what is refused, failed or hung was never begun, a crash really ends the process, a connection is really
 * cut, and what is slow really comes late. Each execution's fault follows from the seed and its id.
 */
export function withChaos(executor: Executor): Executor {
  return {
    ...(executor.quell === undefined ? {} : { quell: (call) => executor.quell?.(call) ?? Promise.resolve() }),
    ...(executor.probe === undefined ? {} : { probe: executor.probe.bind(executor) }),
    kinds: executor.kinds,
    perform: (call, io) => {
      const chaos = call.settings.chaos
      if (chaos === undefined || !isMachine(call)) return executor.perform(call, io)
      const node = drawnId(call.node)
      const faults = chaos.faults.nodes?.find((one) => one.node === node)
      if (faults === undefined) return executor.perform(call, io)
      return injected(executor, call, io, faults, randomOf(chaos.seed, call))
    },
  }
}

function isMachine({ kind }: EffectCall): boolean {
  return !kind.startsWith('human.') && kind !== 'eval'
}

function randomOf(seed: number, { effect, execution }: EffectCall): Random {
  let hash = seed
  for (const letter of `${effect}#${execution}`)
    hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return new SeededRandom(hash >>> 0)
}

async function injected(
  executor: Executor,
  call: EffectCall,
  io: EffectIo,
  faults: NodeFaults,
  random: Random,
): Promise<Outcome> {
  const fault = faultOf(faults, random)
  const late = faults.slow !== undefined && random.next() < faults.slow.chance ? faults.slow.times : 1
  if (fault !== null) io.emit('note', `Chaos: ${SAID[fault]}\n`)
  else if (late > 1) io.emit('note', `Chaos: its answer takes ${late} times as long\n`)
  if (faults.latency !== undefined && !(await wait(drawMs(faults.latency, random), io.signal)))
    return failed('hang')
  switch (fault) {
    case 'hang':
      await new Promise<void>((resolve) => whenAborted(io.signal, resolve))
      return failed('hang')
    case 'rate_limit':
    case 'error':
      return failed(fault)
    case 'crash':
      return brokenOff(executor, call, io, (cut) => {
        const timer = setTimeout(cut, random.next() * CRASH_MOST_MS)
        return { end: () => clearTimeout(timer), heard: () => {} }
      })
    case 'cut': {
      let left = 1 + random.below(CUT_MOST_WORDS)
      const word = (cut: () => void): void => {
        left -= 1
        if (left === 0) cut()
      }
      return brokenOff(executor, call, io, (cut) => ({ end: () => {}, heard: () => word(cut) }))
    }
    case 'malformed': {
      const outcome = await executor.perform(call, io)
      return outcome.tag === 'error' ? outcome : failed('malformed')
    }
    case null: {
      const began = performance.now()
      const outcome = await executor.perform(call, io)
      if (late > 1) await wait((late - 1) * (performance.now() - began), io.signal)
      return outcome
    }
  }
}

interface Cutter {
  end(): void
  /** The attempt has said something. */
  heard(): void
}

/** Has the executor end its attempt; what it then says of it is the truth, and it may be tried again. */
async function brokenOff(
  executor: Executor,
  call: EffectCall,
  io: EffectIo,
  cutter: (cut: () => void) => Cutter,
): Promise<Outcome> {
  const stop = new AbortController()
  whenAborted(io.signal, () => stop.abort())
  const { end, heard } = cutter(() => stop.abort())
  try {
    const outcome = await executor.perform(call, {
      signal: stop.signal,
      payloads: io.payloads,
      emit: (type, data) => {
        io.emit(type, data)
        heard()
      },
    })
    const cutByUs = stop.signal.aborted && !io.signal.aborted
    if (!cutByUs || outcome.tag !== 'error') return outcome
    return { ...outcome, control: { ...outcome.control, retryable: true } }
  } finally {
    end()
  }
}

function whenAborted(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act()
  else signal.addEventListener('abort', act, { once: true })
}

/** False when it was told to stop meanwhile. */
async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    whenAborted(signal, () => {
      clearTimeout(timer)
      resolve()
    })
  })
  return !signal.aborted
}

function faultOf(faults: NodeFaults, random: Random): Fault | null {
  let dice = random.next()
  for (const fault of FAULTS) {
    dice -= faults[fault] ?? 0
    if (dice < 0) return fault
  }
  return null
}

const SAID: { readonly [fault in Fault]: string } = {
  crash: 'it is ended while it works',
  hang: 'it hangs',
  rate_limit: 'refused, too many requests',
  cut: 'its connection is cut',
  malformed: 'its answer cannot be read',
  error: 'it fails',
}

/** What is malformed has happened; nothing else here was begun. */
function failed(fault: Fault): Outcome {
  const happened = fault === 'malformed' ? 'unknown' : 'no'
  return errorOutcome(
    { code: `chaos-${fault}`, retryable: fault !== 'error', happened },
    inlineText(`Chaos: ${SAID[fault]}`),
  )
}
