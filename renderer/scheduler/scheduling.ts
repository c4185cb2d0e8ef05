import { create } from 'zustand'
import { compileProperties } from '../../shared/explore/properties/compile.ts'
import type { Counterexample } from '../../shared/explore/result.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { type Choice, Scheduler, type Session } from '../../shared/rehearse/scheduler.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { problemText } from '../../shared/topology/problem.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { useDocument } from '../document/document.ts'
import { growTrace, leaveTrace, showTrace } from '../playback/local.ts'

interface Scheduling {
  readonly session: Session | null
  /** Why the drawing cannot be scheduled. */
  readonly problem: string | null
}

/** The session in which a person picks what happens next; null while there is none. */
export const useScheduling = create<Scheduling>()(() => ({ session: null, problem: null }))

/** What a session is of: the drawing as it was when it began. */
interface Stage {
  readonly scheduler: Scheduler
  readonly plan: Plan
  readonly document: TopologyDocument
}

let stage: Stage | null = null

export function schedulerOf(): Scheduler | null {
  return stage?.scheduler ?? null
}

/** Begins anew with the drawing as it is. */
export function beginScheduling(): void {
  begin(useDocument.getState().document, (scheduler) => scheduler.start())
}

/** Takes a counterexample up after so many of its steps, in the drawing that it is of: a person goes on from there. */
export function takeUp(document: TopologyDocument, found: Counterexample, steps: number): void {
  begin(document, (scheduler) => scheduler.follow(found, steps) ?? scheduler.start())
}

function begin(document: TopologyDocument, from: (scheduler: Scheduler) => Session): void {
  const compiled = compile(document, kinds)
  const drawn = compiled.ok ? compileProperties(document, compiled.value) : compiled
  if (!compiled.ok || !drawn.ok) {
    const problems = compiled.ok ? (drawn.ok ? [] : drawn.problems) : compiled.problems
    useScheduling.setState({ problem: problems.map(problemText).join('; ') })
    return
  }
  const scheduler = new Scheduler(compiled.value, drawn.value)
  stage = { scheduler, plan: compiled.value, document }
  take(from(scheduler), false)
}

export function endScheduling(): void {
  if (stage === null) return
  stage = null
  useScheduling.setState({ session: null, problem: null })
  leaveTrace()
}

export function pick(choice: Choice): void {
  withSession(({ scheduler }, session) => take(scheduler.pick(session, choice), true))
}

export function delay(edge: string): void {
  withSession(({ scheduler }, session) => useScheduling.setState({ session: scheduler.delay(session, edge) }))
}

export function undoPick(): void {
  withSession(({ scheduler }, session) => take(scheduler.undo(session), false))
}

/** More steps than any small team takes to its end. */
const FAR = 2000

/** Lets happen what goes well, to the end or until only faults may happen. */
export function goOnWell(): void {
  withSession(({ scheduler }, from) => {
    let session = from
    for (let count = 0; count < FAR && scheduler.verdict(session) === null; count += 1) {
      const first = scheduler.choices(session).find((one) => !one.fault)
      if (first === undefined) break
      session = scheduler.pick(session, first)
    }
    take(session, true)
  })
}

/** Puts the session on the canvas again, after another mode has shown something else there. */
export function showSession(): void {
  withSession((_, session) => take(session, false))
}

function withSession(act: (stage: Stage, session: Session) => void): void {
  const { session } = useScheduling.getState()
  if (stage !== null && session !== null) act(stage, session)
}

/** A step further goes on where the canvas is, and is seen to move; a step back is another trace. */
function take(session: Session, further: boolean): void {
  if (stage === null) return
  const { records } = stage.scheduler.records(session)
  if (!(further && growTrace(records))) {
    const trace = new Trace(stage.plan)
    trace.append(records)
    showTrace(trace, stage.document, true)
  }
  useScheduling.setState({ session, problem: null })
}
