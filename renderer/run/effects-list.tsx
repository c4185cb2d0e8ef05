import './effects.css'
import { useState } from 'react'
import {
  attemptsAt,
  type EffectStatus,
  type EffectTrace,
  effectStatusAt,
} from '../../shared/trace/effects.ts'
import { seconds } from '../../shared/trace/words.ts'
import type { NodeState } from '../canvas/view-model.ts'
import type { Moment } from '../playback/node-card.ts'
import { usePayload } from '../playback/payloads.ts'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { EffectHistory } from './effect-history.tsx'
import { ScrollRegion } from './scroll-region.tsx'

export const EFFECT_WORDS: Readonly<Record<EffectStatus, readonly [NodeState, string]>> = {
  asked: ['idle', 'Asked'],
  begun: ['running', 'Begun'],
  waiting: ['retrying', 'Tries again'],
  doubt: ['doubt', 'In doubt'],
  settled: ['done', 'Settled'],
  failed: ['failed', 'Failed'],
  withdrawn: ['skipped', 'Taken back'],
}

interface EffectsListProps {
  readonly moment: Moment
  readonly effects: readonly EffectTrace[]
}

/** What a node asked of the world: each with the id that keeps it from happening twice. */
export function EffectsList({ moment, effects }: EffectsListProps) {
  const { position } = moment
  const [open, setOpen] = useState<string | null>(null)
  const shown = effects.filter((effect) => effectStatusAt(effect, position) !== null)
  if (shown.length === 0)
    return (
      <Empty title="No effects yet">
        What this node asks of the world stands here, with its id and class.
      </Empty>
    )
  return (
    <ScrollRegion label="Effects" className="effects">
      <ul>
        {shown.map((effect) => (
          <EffectRow
            key={effect.id}
            moment={moment}
            effect={effect}
            open={open === effect.id}
            onToggle={() => setOpen(open === effect.id ? null : effect.id)}
          />
        ))}
      </ul>
    </ScrollRegion>
  )
}

interface EffectRowProps {
  readonly moment: Moment
  readonly effect: EffectTrace
  readonly open: boolean
  onToggle(): void
}

function EffectRow({ moment, effect, open, onToggle }: EffectRowProps) {
  const { position, instant } = moment
  const status = effectStatusAt(effect, position) ?? 'asked'
  const [state, word] = EFFECT_WORDS[status]
  const attempts = attemptsAt(effect, position)
  const ended = effect.endAt > 0 && effect.endSeq <= position
  const askedAt = effect.attempts[0]?.askedAt ?? 0
  const failing = status === 'failed' || status === 'waiting' || status === 'doubt'
  const error = usePayload(failing ? effect.error : null)
  return (
    <li className="effect">
      <button type="button" className="effect-line effect-head" aria-expanded={open} onClick={onToggle}>
        <span className="data effect-id">{effect.id}</span>
        <StateChip state={state}>{word}</StateChip>
      </button>
      <div className="effect-line effect-facts">
        <span>
          {effect.ask.kind} · class {effect.ask.class} · {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
        </span>
        <span className="data">{seconds((ended ? effect.endAt : Math.max(instant, askedAt)) - askedAt)}</span>
      </div>
      {!open && failing && error.state === 'ready' ? <p className="effect-error">{error.text}</p> : null}
      {open ? <EffectHistory moment={moment} effect={effect} /> : null}
    </li>
  )
}
