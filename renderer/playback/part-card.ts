import type { ControllerPlan, SupervisorPlan } from '../../shared/topology/plan.ts'
import { type ControlView, controlView } from '../../shared/trace/control-view.ts'
import { groupView } from '../../shared/trace/group-view.ts'
import { nameAt } from '../../shared/trace/words.ts'
import type { PartView } from '../canvas/view-model.ts'
import type { Moment } from './node-card.ts'
import { leftText } from './texts.ts'

/** A breaker, bulkhead, rate limit or budget at the shown moment. */
export function controlCard({ trace, position, instant, over }: Moment, plan: ControllerPlan): PartView {
  const view = controlView(trace, plan, position)
  const [state, word] = standing(view)
  const held = view.held === 0 ? '' : `${view.held} ${view.held === 1 ? 'waits' : 'wait'}`
  return {
    state: over && state !== 'failed' ? 'idle' : state,
    word,
    text: [view.word === 'open' ? '' : view.text, over ? '' : dueText(view, instant), held]
      .filter((part) => part !== '')
      .join(' · '),
    part: view.type === 'budget' ? view.part : null,
  }
}

function standing({ type, word }: ControlView): readonly [PartView['state'], string] {
  switch (word) {
    case 'free':
      return ['idle', type === 'breaker' ? 'Closed' : '']
    case 'full':
      return ['held', 'Full']
    case 'open':
      return ['open', 'Open']
    case 'half-open':
      return ['open', 'Half open']
    case 'over':
      return ['failed', 'Used up']
  }
}

/** What it does by itself, and when. */
function dueText({ type, word, dueAt }: ControlView, instant: number): string {
  if (dueAt === null) return ''
  const left = leftText(dueAt - instant)
  if (word === 'open') return `tries in ${left}`
  if (type === 'rate') return word === 'full' ? `again in ${left}` : ''
  return type === 'budget' && word === 'free' ? `${left} left` : ''
}

/** A group whose members are restarted, or whose work is taken back; null where it only draws a frame. */
export function groupCard({ trace, position, instant, over }: Moment, plan: SupervisorPlan): PartView {
  const view = groupView(trace, plan, position)
  const member = view.member === null ? '' : nameAt(trace.plan, view.member)
  const part = null
  switch (view.word) {
    case 'up': {
      const restarts = view.restarts === 0 ? '' : `${view.restarts} of ${view.most} restarts`
      const done = view.done === 0 || over ? '' : `${view.done} done so far`
      return { state: 'idle', word: '', text: [restarts, done].filter((one) => one !== '').join(' · '), part }
    }
    case 'restarting': {
      const due = view.dueAt === null ? '' : `in ${leftText(view.dueAt - instant)}`
      if (view.most > view.restarts)
        return { state: 'restarting', word: `Restarts ${member}`, text: due, part }
      const text = view.most === 0 ? '' : `no more restarts · ${due}`
      return { state: 'restarting', word: `${member} failed`, text, part }
    }
    case 'undoing': {
      const left = view.left + (view.member === null ? 0 : 1)
      return { state: 'undoing', word: `Takes back ${member}`.trim(), text: `${left} left`, part }
    }
    case 'undone':
      return { state: 'skipped', word: 'Taken back', text: `${view.undone} done`, part }
  }
}
