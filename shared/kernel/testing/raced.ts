import fc from 'fast-check'
import { controlledDrawings } from './controlled.ts'
import { planOf } from './drawings.ts'
import { brokenRules, miscounted } from './race-rules.ts'
import { race } from './races.ts'
import { picks } from './walk.ts'

export interface Raced {
  readonly seed: number
  readonly schedules: number
  /** The smallest drawing and schedule that break a rule, and which; empty when none does. */
  readonly failure: string
}

/** Races so many schedules over random drawings, and shrinks the first that breaks a rule. */
export function raced(schedules: number, seed: number): Raced {
  const property = fc.property(controlledDrawings, picks, (document, chosen) => {
    const plan = planOf(document)
    const counts: string[] = []
    const run = race(plan, chosen, (state) => counts.push(...miscounted(plan, state)))
    const broken = [...counts, ...brokenRules(run)]
    if (broken.length > 0) throw new Error(broken.slice(0, 5).join('\n'))
  })
  const details = fc.check(property, { numRuns: schedules, seed, endOnFailure: false })
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : ''
  const failure = details.failed ? `${why}\n${fc.defaultReportMessage(details) ?? ''}` : ''
  return { seed, schedules: details.numRuns, failure }
}
