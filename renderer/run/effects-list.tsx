import './effects.css'
import {
  attemptsAt,
  type EffectStatus,
  type EffectTrace,
  effectStatusAt,
} from '../../shared/trace/effects.ts'
import { seconds } from '../../shared/trace/words.ts'
import type { NodeState } from '../canvas/view-model.ts'
import { usePayload } from '../playback/payloads.ts'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { ScrollRegion } from './scroll-region.tsx'

const WORDS: Readonly<Record<EffectStatus, readonly [NodeState, string]>> = {
  asked: ['idle', 'Asked'],
  begun: ['running', 'Begun'],
  waiting: ['retrying', 'Tries again'],
  doubt: ['doubt', 'In doubt'],
  settled: ['done', 'Settled'],
  failed: ['failed', 'Failed'],
  withdrawn: ['skipped', 'Taken back'],
}

interface EffectsListProps {
  readonly effects: readonly EffectTrace[]
  readonly position: number
  readonly instant: number
}

/** What a node asked of the world: each with the id that keeps it from happening twice. */
export function EffectsList({ effects, position, instant }: EffectsListProps) {
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
          <EffectRow key={effect.id} effect={effect} position={position} instant={instant} />
        ))}
      </ul>
    </ScrollRegion>
  )
}

function EffectRow({
  effect,
  position,
  instant,
}: { readonly effect: EffectTrace } & Omit<EffectsListProps, 'effects'>) {
  const status = effectStatusAt(effect, position) ?? 'asked'
  const [state, word] = WORDS[status]
  const attempts = attemptsAt(effect, position)
  const ended = effect.endAt > 0 && effect.endSeq <= position
  const askedAt = effect.attempts[0]?.askedAt ?? 0
  const failing = status === 'failed' || status === 'waiting' || status === 'doubt'
  const error = usePayload(failing ? effect.error : null)
  return (
    <li className="effect">
      <div className="effect-line">
        <span className="data effect-id">{effect.id}</span>
        <StateChip state={state}>{word}</StateChip>
      </div>
      <div className="effect-line effect-facts">
        <span>
          {effect.ask.kind} · class {effect.ask.class} · {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
        </span>
        <span className="data">{seconds((ended ? effect.endAt : Math.max(instant, askedAt)) - askedAt)}</span>
      </div>
      {failing && error.state === 'ready' ? <p className="effect-error">{error.text}</p> : null}
    </li>
  )
}
