import { sentenceOf } from '../../trace/sentences.ts'
import { Trace } from '../../trace/trace.ts'
import type { TraceStep } from '../result.ts'
import type { TopologyModel } from '../topology/topology-model.ts'
import type { Played, Steps } from './play.ts'
import { recordedOf } from './recorded.ts'

/** A path of the model as steps that a person reads: sentences of a run, and what the world does beside it. */
export function tell(model: TopologyModel, from: Steps, played: Played): readonly TraceStep[] {
  const { plan } = model.layout
  const { actions } = played
  const names = namesOf(from, played)
  const steps = model.replay(actions).map((step, at) => ({ ...step, action: names[at - 1] ?? step.action }))
  const { records, positions } = recordedOf(plan, steps, 1000)
  const trace = new Trace(plan)
  trace.append(records)
  return steps.map((step, at) => {
    const action = actions[at - 1]
    const isWorld = action !== undefined && model.info(action).world !== undefined
    const told = records.slice(positions[at - 1] ?? 0, positions[at]).map((one) => sentenceOf(trace, one))
    return { ...step, words: wordsOf(step, told, isWorld) }
  })
}

function namesOf(steps: Steps, { actions, states }: Played): readonly string[] {
  return actions.map((taken, at) => {
    const successors = steps.from(states[at] as Int32Array)
    return successors.find(({ action }) => action === taken)?.name ?? ''
  })
}

function wordsOf(
  { words, action, element, fault }: TraceStep,
  told: readonly string[],
  isWorld: boolean,
): string {
  if (isWorld) return words
  if (element === null) return [words, ...told].join(': ')
  const [sentence = words, ...more] = told
  const wrong = fault && action.endsWith('which is wrong') ? ', which is wrong' : ''
  return [sentence + wrong, ...more].join('; ')
}
