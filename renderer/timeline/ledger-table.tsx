import './ledger.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { attemptsAt, type EffectTrace, effectStatusAt } from '../../shared/trace/effects.ts'
import { nameAt, seconds, thingOf } from '../../shared/trace/words.ts'
import { showElement } from '../canvas/showing.ts'
import type { Moment } from '../playback/node-card.ts'
import { useMoment } from '../playback/shown.ts'
import { EffectHistory } from '../run/effect-history.tsx'
import { EFFECT_WORDS } from '../run/effects-list.tsx'
import { ScrollRegion } from '../run/scroll-region.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'

const ROW_HEIGHT = 26
const TITLES = ['Effect', 'Node', 'State', 'What', 'Class', 'Attempts', 'Asked', 'Begun'] as const

/** The run's effect ledger up to the shown moment: a row each, and beside it the history of the chosen one. */
export function LedgerTable() {
  const moment = useMoment()
  const [chosen, choose] = useState<string | null>(null)
  if (moment === null) return null
  const effect = chosen === null ? undefined : moment.trace.effects.get(chosen)
  const known = effect !== undefined && effectStatusAt(effect, moment.position) !== null
  return (
    <div className="ledger">
      <LedgerRows moment={moment} chosen={chosen} onChoose={choose} />
      {known ? (
        <ScrollRegion label={`History of ${effect.id}`} className="ledger-history">
          <EffectHistory moment={moment} effect={effect} />
        </ScrollRegion>
      ) : null}
    </div>
  )
}

interface LedgerRowsProps {
  readonly moment: Moment
  readonly chosen: string | null
  onChoose(effect: string): void
}

function LedgerRows({ moment, chosen, onChoose }: LedgerRowsProps) {
  const { trace, position } = moment
  const scroller = useRef<HTMLElement>(null)
  const { last } = trace
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, which its last position tells
  const all = useMemo(() => trace.effects.all(), [trace, last])
  const shown = useMemo(
    () => all.filter((one) => (one.attempts[0]?.askedSeq ?? 0) <= position),
    [all, position],
  )
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  if (shown.length === 0)
    return <Empty title="No effects yet">What the run asks of the world stands here, a row each.</Empty>
  const items = rows.getVirtualItems()
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <ScrollRegion ref={scroller} label="Effects of the run" className="ledger-rows">
      <table aria-rowcount={shown.length + 1}>
        <thead>
          <tr>
            {TITLES.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={items[0]?.start ?? 0} />
          {items.map((row) => {
            const effect = shown[row.index]
            return effect === undefined ? null : (
              <LedgerRow
                key={effect.id}
                moment={moment}
                effect={effect}
                at={row.index}
                chosen={effect.id === chosen}
                onChoose={onChoose}
              />
            )
          })}
          <Space height={below} />
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** Stands for the rows that are not drawn. */
function Space({ height }: { readonly height: number }) {
  if (height <= 0) return null
  return (
    <tr className="ledger-space">
      <td colSpan={TITLES.length} style={{ height }} />
    </tr>
  )
}

interface LedgerRowProps {
  readonly moment: Moment
  readonly effect: EffectTrace
  readonly at: number
  readonly chosen: boolean
  onChoose(effect: string): void
}

function LedgerRow({ moment: { trace, position }, effect, at, chosen, onChoose }: LedgerRowProps) {
  const { plan } = trace
  const [state, word] = EFFECT_WORDS[effectStatusAt(effect, position) ?? 'asked']
  const [first] = effect.attempts
  const begun = effect.attempts.find((one) => one.begunSeq > 0 && one.begunSeq <= position)
  const since = (instant: number | undefined): string =>
    instant === undefined ? '–' : seconds(instant - trace.at(0))
  return (
    <tr aria-rowindex={at + 2} aria-selected={chosen} className={chosen ? 'ledger-chosen' : ''}>
      <td>
        <button
          type="button"
          className="ledger-go data"
          onClick={() => {
            showElement(plan.components[effect.component]?.id ?? '')
            onChoose(effect.id)
          }}
        >
          {effect.id}
        </button>
      </td>
      <td>{nameAt(plan, effect.component)}</td>
      <td>
        <StateChip state={state}>{word}</StateChip>
      </td>
      <td className="ledger-what">
        {thingOf(effect.ask)} <span className="data ledger-kind">{effect.ask.kind}</span>
      </td>
      <td>{effect.ask.class}</td>
      <td className="data">{attemptsAt(effect, position)}</td>
      <td className="data">{since(first?.askedAt)}</td>
      <td className="data">{since(begun?.begunAt)}</td>
    </tr>
  )
}
