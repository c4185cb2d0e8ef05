import { Trash2 } from 'lucide-react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { placeOf, topologyInside } from '../../shared/topology/inside.ts'
import { elementName } from '../canvas/element-name.ts'
import { showElement } from '../canvas/showing.ts'
import { type Command, perform, useDocument } from '../document/document.ts'
import { IconButton } from '../ui/button.tsx'
import { edgeFaultWords, nodeFaultWords } from './fault-words.ts'
import { clearEdgeFaults, clearNodeFaults } from './faults.ts'

interface Row {
  readonly element: string
  readonly words: string
  readonly clear: Command
}

/** Everything that is set to go wrong: a click shows where. What is set for something that is gone can be taken out. */
export function SetFaults() {
  const document = useDocument((state) => state.document)
  const { nodes = [], edges = [] } = document.faults ?? {}
  const rows: readonly Row[] = [
    ...nodes.map((one): Row => {
      return { element: one.node, words: nodeFaultWords(one), clear: clearNodeFaults(one.node) }
    }),
    ...edges.map((one): Row => {
      return { element: one.edge, words: edgeFaultWords(one), clear: clearEdgeFaults(one.edge) }
    }),
  ]
  if (rows.length === 0) return null
  return (
    <ul className="set-faults">
      {rows.map(({ element, words, clear }) => (
        <li key={element} className="own-property">
          {isThere(document, element) ? (
            <button type="button" className="set-fault" onClick={() => showElement(element)}>
              <strong>{elementName(document, element)}</strong> {words}
            </button>
          ) : (
            <span>
              <strong>{element}</strong> {words}
              <span className="own-property-problem">no longer in the drawing: take this out</span>
            </span>
          )}
          <IconButton
            label={`Let nothing go wrong at ${elementName(document, element)}`}
            onClick={() => perform(clear)}
          >
            <Trash2 />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}

function isThere(document: TopologyDocument, element: string): boolean {
  const { inside, id } = placeOf(document, element)
  const body = inside.length === 0 ? document : topologyInside(document, inside)
  return body !== null && [...body.nodes, ...body.edges].some((one) => one.id === id)
}
