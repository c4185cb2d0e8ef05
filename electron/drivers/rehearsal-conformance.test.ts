import type { Input } from '../../shared/kernel/transition.ts'
import { type Verdict, verdict } from '../../shared/kernel/verdict.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { Flight, StandIns } from '../../shared/rehearse/flight.ts'
import { KnownSteps } from '../../shared/rehearse/known-steps.ts'
import type { Random } from '../../shared/rehearse/random.ts'
import { VirtualRun } from '../../shared/rehearse/virtual-run.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Outcome } from '../../shared/topology/payload.ts'
import { RUN } from '../../shared/topology/plan.ts'
import { type DriverSession, driverConformance } from './testing/driver-conformance.ts'

/** The test settles everything, and nobody else does anything. */
const NOBODY: StandIns = {
  fate: () => null,
  doubtMs: () => null,
  passage: () => ({ after_ms: 0, fault: null }),
  letter: () => ({ after_ms: 0, answer: 'discard' }),
  crash: () => null,
}

/** Picks what was enabled first, as the suite expects of a driver. */
const FIRST: Random = { next: () => 0, below: () => 0 }

class Rehearsal {
  readonly run: VirtualRun
  private readonly counts = new Map<string, number>()
  private executions: string[] = []

  constructor(document: TopologyDocument) {
    const compiled = compile(document, kinds)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    const plan = compiled.value
    const onlooker = { moved: () => {}, crashed: () => {}, performed: (flight: Flight) => this.note(flight) }
    this.run = new VirtualRun(plan, {
      ...{ random: FIRST, standIns: NOBODY, steps: new KnownSteps(plan), onlooker, edges: new Map() },
      record: true,
    })
    this.run.start({})
  }

  session(): DriverSession {
    const { run } = this
    const executions: string[] = []
    this.executions = executions
    const ended = Promise.withResolvers<Verdict>()
    const look = (): void => {
      run.drain()
      const now = verdict(run.plan, run.state)
      if (now.status !== 'running') ended.resolve(now)
    }
    const put = async (input: Input): Promise<void> => {
      run.put(input)
      look()
    }
    const open = (effect: string): Flight => {
      const found = run.flights.all().find((one) => this.idOf(one) === effect)
      if (found === undefined) throw new Error(`${effect} is not under way`)
      return found
    }
    const settle = (flight: Flight, outcome: Outcome): void => {
      run.settle(flight, outcome)
      look()
    }
    return {
      executions: () => executions,
      inputs: () => run.recorded.map(({ transition }) => transition.input.type),
      settle: (effect, outcome) => settle(open(effect), outcome),
      hold: (effect) => settle.bind(null, open(effect)),
      turn: (ms) => {
        const until = run.now + ms
        while (run.advance(until));
        run.now = until
        look()
      },
      quiet: async () => look(),
      pause: (abort = false) => put({ type: 'pause', component: RUN, ...(abort ? { abort } : {}) }),
      resume: () => put({ type: 'resume', component: RUN }),
      cancel: () => put({ type: 'cancel', component: RUN }),
      ended: ended.promise,
      die: async () => {
        const next = this.session()
        run.crash(0)
        return next
      },
    }
  }

  /** What was performed when the run began is the first session's. */
  begin(): DriverSession {
    const before = this.executions
    const session = this.session()
    this.executions.push(...before)
    return session
  }

  private note(flight: Flight): void {
    const id = this.idOf(flight)
    const count = (this.counts.get(id) ?? 0) + 1
    this.counts.set(id, count)
    this.executions.push(`${id}#${count}`)
  }

  private idOf({ component, ask }: Flight): string {
    return this.run.book?.effectId(component, ask.tag) ?? ''
  }
}

driverConformance('a rehearsal', async (document) => new Rehearsal(document).begin())
