import { sentenceOf } from '../../trace/sentences.ts'
import { Trace } from '../../trace/trace.ts'
import { nameAt } from '../../trace/words.ts'
import type { TraceStep } from '../result.ts'
import type { ActionInfo } from '../topology/actions.ts'
import type { WorldStep } from '../topology/monitor.ts'
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
    const info = action === undefined ? null : model.info(action)
    const told = records.slice(positions[at - 1] ?? 0, positions[at]).map((one) => sentenceOf(trace, one))
    const name = step.element === null ? 'The host' : nameAt(plan, plan.byId.get(step.element) ?? -1)
    return { ...step, words: wordsOf(step, told, info, name) }
  })
}

function namesOf(steps: Steps, { actions, states }: Played): readonly string[] {
  return actions.map((taken, at) => {
    const successors = steps.from(states[at] as Int32Array)
    return successors.find(({ action }) => action === taken)?.name ?? ''
  })
}

function wordsOf(
  { action, element, fault }: TraceStep,
  told: readonly string[],
  info: ActionInfo | null,
  name: string,
): string {
  if (info?.world !== undefined) return worldSentence(name, info.world)
  if (element === null) return [capital(action), ...told].join(': ')
  const [sentence = capital(action), ...more] = told
  const wrong = fault && action.endsWith('which is wrong') ? ', which is wrong' : ''
  return [sentence + wrong, ...more].join('; ')
}

function worldSentence(name: string, step: WorldStep): string {
  switch (step) {
    case 'perform':
      return `${name}: its attempt is under way`
    case 'act':
      return `${name}: its attempt takes effect`
    case 'orphan acts':
      return `${name}: an attempt that was left behind takes effect`
    case 'stop':
      return `${name}: its attempt is stopped before it took effect`
    case 'quell':
      return `${name}: an attempt that was left behind is seen to be dead`
    case 'die':
      return `${name}: its attempt dies in silence`
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
