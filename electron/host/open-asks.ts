import type { AskSummary } from '../../shared/api/contract.ts'
import type { EffectCell } from '../../shared/kernel/cells.ts'
import type { GateConfig } from '../../shared/nodes/gate/config.ts'
import { actorAt } from '../../shared/topology/plan.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'

/** What a live run asks of people now: its gates, and the effects in doubt of which the probe could not say. */
export function openAsks(live: LiveRun): readonly AskSummary[] {
  return live.core.openEffects().flatMap(({ component, effect, id }) => {
    const type = askType(live, effect, id)
    return type === null ? [] : [summaryOfAsk(live, component, effect, id, type)]
  })
}

function askType(live: LiveRun, effect: EffectCell, id: string): 'gate' | 'doubt' | null {
  if (effect.withdrawn && effect.status !== 'doubt') return null
  if (effect.ask.kind === 'human.ask' && effect.status === 'begun')
    return live.record.settings.approve === 'ask' ? 'gate' : null
  if (effect.status === 'doubt' && live.probeEvidence(id) !== null) return 'doubt'
  return null
}

export function summaryOfAsk(
  live: LiveRun,
  component: number,
  effect: EffectCell,
  id: string,
  type: 'gate' | 'doubt',
): AskSummary {
  const actor = actorAt(live.core.plan, component)
  const question = type === 'gate' ? (actor.bound.config as GateConfig).ask : `Did "${actor.name}" happen?`
  return {
    run: live.record.run,
    runName: live.record.name,
    ask: id,
    node: actor.id,
    nodeName: actor.name,
    type,
    question,
    askedAt: live.core.book.openSince(component, effect.ask.tag) ?? live.record.startedAt,
  }
}
