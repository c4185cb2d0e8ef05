import { factsOf, nameOf } from '../canvas/drawing/nodes.ts'
import { elementName } from '../canvas/element-name.ts'
import { perform, useDocument } from '../document/document.ts'
import { onlySelected, useSelection } from '../document/selection.ts'
import { Section } from '../ui/section.tsx'
import { EdgeFaultFields } from './edge-fault-fields.tsx'
import { edgeFaultsOf, nodeFaultsOf, setNodeFaults } from './faults.ts'
import { LatencyFields } from './latency-fields.tsx'
import { PercentRow } from './percent-row.tsx'
import { SetFaults } from './set-faults.tsx'

const NODE_FAULTS = [
  ['error', 'Says no or fails', 'It ends with an error, or a test fails'],
  ['wrong', 'Answers wrongly', 'The answer is not what was asked for'],
  ['crash', 'Dies', 'The attempt dies on the way; nobody knows how far it came'],
  ['hang', 'Hangs', 'It never answers: only a limit ends it'],
  ['rate_limit', 'Is refused', 'A rate limit refuses it before it begins'],
  ['cut', 'Is cut off', 'The connection breaks while it answers'],
  ['malformed', 'Cannot be read', 'The answer is malformed'],
] as const

/** What may go wrong at the node or edge that is selected on the canvas. */
export function SelectedFaults() {
  const selection = useSelection()
  const { shown: body, document, inside } = useDocument()
  const wayTo = (id: string): string => [...inside, id].join('/')
  const only = onlySelected(selection)
  const node = only?.type === 'node' ? body.nodes.find(({ id }) => id === only.id) : undefined
  const edge = only?.type === 'edge' ? body.edges.find(({ id }) => id === only.id) : undefined
  if (node !== undefined) {
    const faults = nodeFaultsOf(document, wayTo(node.id))
    const { kind, kindLabel, ports } = factsOf(node)
    // As in the inspector: without an error port there is nothing to tell of, unless the file says that there is.
    if (faults === null && kind !== null && !ports.out.some(({ error }) => error))
      return (
        <Section key={node.id} title={nameOf(node)} aside={kindLabel}>
          <p className="coverage-text">
            It asks nothing of the world, so nothing of it can fail or take long. Its edges can.
          </p>
        </Section>
      )
    return (
      <Section key={node.id} title={nameOf(node)} aside="what may go wrong">
        {NODE_FAULTS.map(([kind, label, hint]) => (
          <PercentRow
            key={kind}
            label={label}
            hint={hint}
            value={faults?.[kind]}
            onChange={(value) => perform(setNodeFaults(wayTo(node.id), { [kind]: value }))}
          />
        ))}
        <PercentRow
          label="Is ten times as slow"
          hint="It takes ten times as long as usual"
          value={faults?.slow?.chance}
          onChange={(chance) =>
            perform(
              setNodeFaults(wayTo(node.id), {
                slow: chance === undefined ? undefined : { chance, times: faults?.slow?.times ?? 10 },
              }),
            )
          }
        />
        <LatencyFields
          value={faults?.latency}
          onChange={(latency) => perform(setNodeFaults(wayTo(node.id), { latency }))}
        />
      </Section>
    )
  }
  if (edge !== undefined) {
    const way = wayTo(edge.id)
    return (
      <Section key={edge.id} title={elementName(document, way)} aside="what may go wrong">
        <EdgeFaultFields edge={way} faults={edgeFaultsOf(document, way)} />
      </Section>
    )
  }
  return (
    <Section title="What may go wrong">
      <p className="coverage-text">
        Click a node or an edge on the canvas to say how often it fails and how long it takes.
      </p>
      <SetFaults />
    </Section>
  )
}
