import './run-panel.css'
import { useMemo, useState } from 'react'
import type { ActorCell } from '../../shared/kernel/cells.ts'
import type { ActorPlan } from '../../shared/topology/plan.ts'
import { countAtMost } from '../../shared/trace/history.ts'
import type { MessageTrace } from '../../shared/trace/messages.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { nameAt } from '../../shared/trace/words.ts'
import { TellAgent } from '../approvals/tell-agent.tsx'
import { budgetOf, type Moment } from '../playback/node-card.ts'
import { usePlayback } from '../playback/playback.ts'
import { goTo } from '../playback/player.ts'
import { nodeViewOf } from '../playback/views.ts'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { AskNote } from './ask-note.tsx'
import { EffectsList } from './effects-list.tsx'
import { InsideSection } from './inside-section.tsx'
import { MergeNote } from './merge-note.tsx'
import { MessagesList } from './messages-list.tsx'
import { ScrollRegion } from './scroll-region.tsx'
import { StateTree } from './state-tree.tsx'
import { streamItems } from './stream/items.ts'
import { Stream } from './stream/stream.tsx'

type NodeTab = 'stream' | 'messages' | 'state' | 'effects'

interface NodePanelProps {
  readonly moment: Moment
  readonly actor: ActorPlan
}

/** Everything of one node at the shown moment: what it says, what came and went, its state, its effects. */
export function NodePanel({ moment, actor }: NodePanelProps) {
  const [tab, setTab] = useState<NodeTab>('stream')
  const { trace, position } = moment
  const messages = useMessagesOf(trace, actor, position)
  const effects = trace.effects.of(actor.index).slice(0, trace.effects.askedBy(actor.index, position))
  const view = usePlayback((state) => nodeViewOf(state, actor.id))
  return (
    <div className="run-panel">
      <header className="run-panel-head">
        <KindIcon name={actor.kind.look.icon} size={16} />
        <h2 className="ellipsis">{nameAt(trace.plan, actor.index)}</h2>
        {view === null ? null : <StateChip state={view.state}>{view.chip}</StateChip>}
        <span className="run-panel-aside">{view?.time ?? ''}</span>
      </header>
      <Tabs<NodeTab>
        label={`What is known of ${actor.name}`}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'stream', label: 'Stream' },
          { value: 'messages', label: 'Messages', count: messages.length },
          { value: 'state', label: 'State' },
          { value: 'effects', label: 'Effects', count: effects.length },
        ]}
      />
      <AskNote node={actor.id} />
      <MergeNote moment={moment} actor={actor} />
      <InsideSection plan={trace.plan} actor={actor} />
      <TabPanel label={tab} className="run-panel-tab">
        {tab === 'stream' ? <NodeStream moment={moment} actor={actor} /> : null}
        {tab === 'messages' ? (
          <MessagesList
            trace={trace}
            position={position}
            messages={messages}
            self={actor.index}
            empty="What this node receives and sends stands here, with its content."
            onGo={goTo}
          />
        ) : null}
        {tab === 'state' ? <NodeState moment={moment} actor={actor} /> : null}
        {tab === 'effects' ? <EffectsList moment={moment} effects={effects} /> : null}
      </TabPanel>
      <TellAgent moment={moment} actor={actor} />
      <TokenMeter moment={moment} actor={actor} />
    </div>
  )
}

function NodeStream({ moment, actor }: NodePanelProps) {
  const items = streamItems(moment, actor)
  if (items.length > 0) return <Stream items={items} label={`Stream of ${actor.name}`} />
  const asks = ['agent', 'command', 'verifier', 'repo', 'gate', 'router'].includes(actor.kind.kind)
  return (
    <Empty title={asks ? 'It has not begun' : 'This node has no stream'}>
      {asks
        ? 'What it says and does appears here as it happens.'
        : 'It works inside the run and asks nothing of the world. Its messages and its state are in the other tabs.'}
    </Empty>
  )
}

function NodeState({ moment, actor }: NodePanelProps) {
  const cell = moment.trace.cell(actor.index, moment.position) as ActorCell
  const { type: _type, ...parts } = cell
  return (
    <ScrollRegion label="State" className="tree">
      <ul>
        {Object.entries(parts).map(([name, value]) => (
          <StateTree key={name} name={name} value={value} />
        ))}
      </ul>
    </ScrollRegion>
  )
}

function TokenMeter({ moment, actor }: NodePanelProps) {
  const budget = budgetOf(actor.bound.config)
  if (budget === null) return null
  const usage = moment.chunks.nodeUsage(actor.id, moment.streamed)
  const tokens = usage.inputTokens + usage.outputTokens
  const part = Math.min(1, tokens / budget)
  return (
    <footer className="run-panel-foot">
      <span className="run-panel-label">Tokens</span>
      <span className="run-meter" aria-hidden="true">
        <span
          className={part > 0.85 ? 'run-meter-part run-meter-warn' : 'run-meter-part'}
          style={{ width: `${part * 100}%` }}
        />
      </span>
      <span className="data">
        {tokens.toLocaleString('en-US')} / {budget.toLocaleString('en-US')}
      </span>
    </footer>
  )
}

/** Messages of all its channels, in the order in which they were sent. */
function useMessagesOf(trace: Trace, actor: ActorPlan, position: number): readonly MessageTrace[] {
  const { last } = trace
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace grows in place, which its last position tells
  const all = useMemo(() => {
    const found: MessageTrace[] = []
    for (const index of [
      ...actor.inChannels,
      ...actor.outChannels,
      ...actor.clientOf.values(),
      ...actor.serves,
    ]) {
      for (const message of trace.messages.on(index)) found.push(message)
    }
    return found.sort((a, b) => a.sentSeq - b.sentSeq)
  }, [trace, actor, last])
  const count = countAtMost(all, position, (message) => message.sentSeq)
  return useMemo(() => all.slice(0, count), [all, count])
}
