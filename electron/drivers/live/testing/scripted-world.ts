import { errorOutcome, type Outcome } from '../../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor, ProbeAnswer } from '../../seams.ts'

/** One execution that the live driver has begun. */
interface Flight {
  readonly call: EffectCall
  readonly io: EffectIo
  readonly answer: (outcome: Outcome) => void
}

const CUT = errorOutcome({ code: 'cut', retryable: true, happened: 'unknown' }, 'text:cut off')

/** A world that answers when it is told to, and not before; what is under way and what acted, it knows. */
export class ScriptedWorld implements Executor {
  readonly kinds = [
    'model.generate',
    'process.exec',
    'git.open',
    'git.commit',
    'git.merge',
    'git.move',
    'human.ask',
    'human.steer',
    'eval',
  ] as const
  /** Executions so far, by node. */
  readonly executions = new Map<string, number>()
  /** Newest last, as long as nobody has answered. */
  private flights: Flight[] = []
  private readonly isInDoubt: (call: EffectCall) => boolean
  private readonly probes = new Map<string, (answer: ProbeAnswer) => void>()

  constructor(isInDoubt: (call: EffectCall) => boolean) {
    this.isInDoubt = isInDoubt
  }

  perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
    this.executions.set(call.node, (this.executions.get(call.node) ?? 0) + 1)
    return new Promise((answer) => {
      this.flights.push({ call, io, answer })
      io.signal.addEventListener('abort', () => this.cut())
    })
  }

  /** Whoever was told to stop says that it did, and not how far it came, once somebody has to know. */
  cut(): void {
    for (const { call, io } of this.flights) if (io.signal.aborted && this.isInDoubt(call)) this.end(call)
  }

  async quell(call: EffectCall): Promise<void> {
    this.end(call)
  }

  probe({ effect }: EffectCall): Promise<ProbeAnswer> {
    return new Promise((answer) => this.probes.set(effect, answer))
  }

  settle(node: string, tag: string, outcome: Outcome): boolean {
    const found = this.find(node, tag)
    if (found === undefined) return false
    this.flights = this.flights.filter((one) => one !== found)
    found.answer(outcome)
    return true
  }

  say(node: string, tag: string): void {
    this.find(node, tag)?.io.emit('text', 'word ')
  }

  answerProbe(effect: string, answer: ProbeAnswer): boolean {
    const asked = this.probes.get(effect)
    this.probes.delete(effect)
    asked?.(answer)
    return asked !== undefined
  }

  private find(node: string, tag: string): Flight | undefined {
    return this.flights.findLast(({ call }) => call.node === node && call.tag === tag)
  }

  private end({ effect, execution }: EffectCall): void {
    const ended = this.flights.filter(({ call }) => call.effect === effect && call.execution <= execution)
    this.flights = this.flights.filter((one) => !ended.includes(one))
    for (const { answer } of ended) answer(CUT)
  }
}
