import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import { elementName } from '../canvas/element-name.ts'
import { showElement } from '../canvas/showing.ts'
import { useDocument } from '../document/document.ts'
import { Section } from '../ui/section.tsx'
import { spanText } from './units.ts'

const SHOWN = 6

/** Who is at work the most: the first is what a run waits for. */
export function Bottlenecks({ result }: { readonly result: RehearsalResult }) {
  const document = useDocument((state) => state.document)
  return (
    <Section title="Where time goes">
      {result.nodes.slice(0, SHOWN).map(({ node, busy_ms, wait_ms, attempts, utilisation }) => (
        <button
          key={node}
          type="button"
          className="place"
          title={`${attempts.toFixed(1)} attempts a run; messages wait ${spanText(wait_ms)} before it`}
          onClick={() => showElement(node, [], 'look')}
        >
          <span className="ellipsis">{elementName(document, node)}</span>
          <span className="data">{spanText(busy_ms)}</span>
          <span className="share-bar" aria-hidden="true">
            <span className="share-fill share-busy" style={{ width: `${Math.min(1, utilisation) * 100}%` }} />
          </span>
        </button>
      ))}
    </Section>
  )
}

/** Where messages wait. */
export function Queues({ result }: { readonly result: RehearsalResult }) {
  const document = useDocument((state) => state.document)
  const deep = result.edges.filter(({ most }) => most.max > 1).slice(0, SHOWN)
  if (deep.length === 0) return null
  return (
    <Section title="Queues">
      {deep.map(({ edge, most }) => (
        <button key={edge} type="button" className="place" onClick={() => showElement(edge, [], 'look')}>
          <span className="ellipsis">{elementName(document, edge)}</span>
          <span className="data">{`at most ${most.p99} in 99 of 100, ${most.max} ever`}</span>
        </button>
      ))}
    </Section>
  )
}
