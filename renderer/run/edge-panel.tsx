import './run-panel.css'
import { useEffect } from 'react'
import { channelAt } from '../../shared/topology/plan.ts'
import { channelsOf, type EdgeParts, edgeView } from '../../shared/trace/edge-view.ts'
import { drawnFrom, drawnTo, nameAt } from '../../shared/trace/words.ts'
import { LettersSection } from '../letters/letters-section.tsx'
import type { Moment } from '../playback/node-card.ts'
import { goTo } from '../playback/player.ts'
import { markSeen } from '../playback/views.ts'
import { MessagesList } from './messages-list.tsx'
import { RefContent } from './payload-view.tsx'

interface EdgePanelProps {
  readonly moment: Moment
  readonly parts: EdgeParts
}

/** One channel at the shown moment: what waits in it, what was lost, and every message that it carried. */
export function EdgePanel({ moment, parts }: EdgePanelProps) {
  const { trace, position } = moment
  const view = edgeView(trace, parts, position)
  const failures = view.failures.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown here has been seen, each time there is more
  useEffect(() => markSeen(parts.id), [parts.id, failures])
  const messages = trace.messages.on(parts.first.index).filter((message) => message.sentSeq <= position)
  return (
    <div className="run-panel">
      <header className="run-panel-head">
        <h2 className="ellipsis">{endsText(moment, parts)}</h2>
        <span className="run-panel-aside data">{parts.id}</span>
      </header>
      <dl className="run-facts">
        <Fact name="Waiting">{view.capacity === 0 ? view.queued : `${view.queued} of ${view.capacity}`}</Fact>
        {view.held > 0 ? <Fact name="Held back">{view.held}: the sender waits</Fact> : null}
        <Fact name="Sent">{view.sent}</Fact>
        <Fact name="Delivered">{view.delivered}</Fact>
        {failures > 0 ? (
          <Fact name="Lost">{lostText(view.failures.map((failure) => failure.type))}</Fact>
        ) : null}
      </dl>
      {view.failures.map((failure) =>
        failure.error === null ? null : <RefContent key={failure.key} value={failure.error} />,
      )}
      <LettersSection
        moment={moment}
        edge={parts.id}
        channels={channelsOf(parts).map(({ index }) => index)}
      />
      <MessagesList
        trace={trace}
        position={position}
        messages={messages}
        self={null}
        empty="Each message that this edge carries stands here, with its content."
        onGo={goTo}
      />
    </div>
  )
}

function lostText(types: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
    .map(([type, count]) => `${count} ${type === 'breach' ? 'not as the contract says' : type}`)
    .join(', ')
}

function endsText({ trace }: Moment, parts: EdgeParts): string {
  const { plan } = trace
  if (parts.first.type === 'client')
    return `${nameAt(plan, parts.first.client)} and ${nameAt(plan, parts.first.resource)}`
  const last = parts.rest.at(-1) ?? parts.first
  const { from } = channelAt(plan, parts.first.index)
  return `${nameAt(plan, drawnFrom(plan, from))} → ${nameAt(plan, drawnTo(plan, last.to))}`
}

export function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="run-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
