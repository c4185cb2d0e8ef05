import type { Scenario } from './drawing.ts'
import { edgeScenarios } from './scenarios/edges.ts'
import { effectScenarios } from './scenarios/effects.ts'
import { failureScenarios } from './scenarios/failures.ts'
import { limitScenarios } from './scenarios/limits.ts'
import { nestedScenarios } from './scenarios/nested.ts'
import { peopleScenarios } from './scenarios/people.ts'
import { repositoryScenarios } from './scenarios/repository.ts'
import { sharedScenarios } from './scenarios/shared.ts'

/** Every topology of the crash matrix. What a new kind or policy needs is one more here: coverage.ts misses it. */
export const SCENARIOS: readonly Scenario[] = [
  ...effectScenarios,
  ...peopleScenarios,
  ...edgeScenarios,
  ...failureScenarios,
  ...limitScenarios,
  ...sharedScenarios,
  ...nestedScenarios,
  ...repositoryScenarios,
]
