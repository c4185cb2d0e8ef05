import { channelAt, type Plan, RUN } from '../../topology/plan.ts'
import { type ActorCell, type ChannelCell, initialState, type RunState } from '../cells.ts'
import { step } from '../step.ts'
import { applyTransition, type Input, type Transition } from '../transition.ts'
import { verdict } from '../verdict.ts'
import { afterCrash, type Move, moves } from './walk.ts'

/** What may happen besides, where there are controllers, groups, deadlines, dead letters and a failure detector. */
function otherMoves(plan: Plan, state: RunState): readonly Move[] {
  const found: Move[] = []
  for (const { index, type } of plan.components) {
    const cell = state[index]
    if (type === 'actor' || cell === undefined) continue
    if ('timers' in cell)
      for (const { tag } of cell.timers)
        found.push({
          input: { type: 'fire', component: index, tag },
          extra: tag === 'window' && type === 'supervisor',
        })
    if (cell.type === 'channel') found.push(...ofLetters(plan, index, cell))
  }
  for (const { index } of plan.actors) {
    const { effects, status } = state[index] as ActorCell
    for (const effect of effects) {
      if (effect.status !== 'begun' || effect.ask.to !== undefined || status !== 'up') continue
      const { tag } = effect.ask
      const type = effect.suspected === true ? 'trust' : 'suspect'
      found.push({ input: { type, component: index, tag }, extra: true })
    }
  }
  return found
}

function ofLetters(plan: Plan, channel: number, cell: ChannelCell): readonly Move[] {
  const component = channelAt(plan, channel).to
  return (cell.dead ?? []).flatMap((_, place): Move[] => [
    { input: { type: 'discard', component, channel, place }, extra: true },
    { input: { type: 'resend', component, channel, place, payload: null }, extra: true },
  ])
}

export interface Race {
  readonly plan: Plan
  readonly state: RunState
  readonly transitions: readonly Transition[]
}

const CONTROLS: readonly Input[] = [
  { type: 'pause', component: RUN },
  { type: 'pause', component: RUN, abort: true },
  { type: 'resume', component: RUN },
]

const MOST_STEPS = 5000

/**
 * One schedule: whatever may happen is raced with everything else by the picks of a test, then the world is well and
 * the run goes on to its end. `look` sees every state.
 */
export function race(plan: Plan, picks: readonly number[], look: (state: RunState) => void): Race {
  let state = initialState(plan)
  const transitions: Transition[] = []
  const put = (input: Input): void => {
    const transition = step(plan, state, input)
    transitions.push(transition)
    state = applyTransition(state, transition)
    look(state)
  }
  put({ type: 'start', component: plan.entry, payload: { task: 'task' } })
  for (const pick of picks) {
    const [kind, rest] = [pick % 32, Math.floor(pick / 32)]
    if (kind === 0) for (const input of afterCrash(plan, state)) put(input)
    else if (kind === 1) put(CONTROLS[rest % CONTROLS.length] as Input)
    else if (kind === 2 && rest % 8 === 0) put({ type: 'cancel', component: RUN })
    else {
      const all = [...moves(plan, state), ...otherMoves(plan, state)]
      const move = all[rest % Math.max(1, all.length)]
      if (move !== undefined) put(move.input)
    }
  }
  if ((state[RUN] as { paused?: boolean }).paused === true) put({ type: 'resume', component: RUN })
  for (let taken = 0; verdict(plan, state).status === 'running'; taken += 1) {
    const open = [...moves(plan, state), ...otherMoves(plan, state)]
    const move =
      open.find(({ extra }) => !extra) ??
      open.find(({ input }) => input.type !== 'suspect' && input.type !== 'trust')
    if (move === undefined) throw new Error('it says that it runs, and nothing can happen')
    if (taken > MOST_STEPS) throw new Error(`it does not end: ${JSON.stringify(move.input)}`)
    put(move.input)
  }
  return { plan, state, transitions }
}
