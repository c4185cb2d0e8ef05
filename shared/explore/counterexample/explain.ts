import type { Counterexample } from '../result.ts'
import type { TopologyModel } from '../topology/topology-model.ts'
import { type ActionFacts, minimise } from './minimise.ts'
import { lastHope } from './pivot.ts'
import { type Played, Steps } from './play.ts'
import { tell } from './story.ts'

/** What a path breaks. */
export interface Broken {
  readonly property: string
  readonly elements: readonly string[]
  /** Asked of the state in which it is broken. */
  sentence(state: Int32Array): string
  isBroken(state: Int32Array): boolean
}

/** The counterexample that a person is shown: as simple as it gets, with the step that decided it, in sentences. */
export function explain(model: TopologyModel, broken: Broken, actions: readonly number[]): Counterexample {
  const steps = new Steps(model)
  const facts = factsOf(model)
  const played = minimise(steps, actions, (state) => broken.isBroken(state), facts)
  if (played === null) throw new Error(`the path does not break ${broken.property}`)
  return {
    property: broken.property,
    sentence: broken.sentence(played.states.at(-1) as Int32Array),
    elements: broken.elements,
    steps: tell(model, steps, played),
    pivot: pivotOf(steps, model, broken, played),
  }
}

function factsOf(model: TopologyModel): ActionFacts {
  return {
    isFault: (action) => model.info(action).fault,
    ownerOf: (action) => model.info(action).element ?? '',
  }
}

/** Success is a run that ends done without breaking the property, should no further fault come. */
function pivotOf(steps: Steps, model: TopologyModel, broken: Broken, { states }: Played): number | null {
  const isFault = (action: number): boolean => model.info(action).fault
  const hope = lastHope(
    steps,
    states,
    (state) =>
      !broken.isBroken(state) &&
      steps.from(state).every(({ action }) => isFault(action)) &&
      model.verdictAt(state)?.status === 'done',
    isFault,
  )
  return hope === null || hope < 0 ? null : hope
}
