import './problems-dock.css'
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Problem } from '../../shared/topology/problem.ts'
import { nameOf } from '../canvas/drawing/nodes.ts'
import { currentStage } from '../canvas/stage.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { selectEdges, selectNodes } from '../document/selection.ts'
import { TabPanel, Tabs } from '../ui/tabs.tsx'

/** What keeps the drawing from running: where, what, and a click to go there. */
export function ProblemsDock() {
  const problems = useProblems()
  const empty = useDocument((state) => state.document.nodes.length === 0)
  const count = problems.length
  return (
    <>
      <Tabs
        label="Panel below"
        tabs={[{ value: 'problems', label: 'Problems', icon: <TriangleAlert />, count }]}
        value="problems"
        onChange={() => {}}
        aside={<span className="dock-aside">{count === 1 ? '1 error' : `${count} errors`}</span>}
      />
      <TabPanel label="Problems">
        {count === 0 || empty ? (
          <p className="problems-none">
            {empty ? null : <CircleCheck size={14} aria-hidden="true" />}
            {empty
              ? 'Problems of the drawing are listed here while you draw.'
              : 'No problems. This topology can run.'}
          </p>
        ) : (
          <ul>
            {problems.map((problem) => (
              <ProblemRow key={`${problem.path}/${problem.message}`} problem={problem} />
            ))}
          </ul>
        )}
      </TabPanel>
    </>
  )
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const document = useDocument((state) => state.document)
  const { element, message, path } = problem
  const node = document.nodes.find((one) => one.id === element)
  const edge = document.edges.find((one) => one.id === element)
  const go = (): void => {
    if (node !== undefined) {
      selectNodes([node.id])
      currentStage()?.focusNode(node.id)
    } else if (edge !== undefined) {
      selectEdges([edge.id])
      currentStage()?.reveal([edge.from, edge.to].map((end) => end.split('.')[0] ?? end))
    }
  }
  const title =
    node !== undefined ? nameOf(node) : edge !== undefined ? `Edge ${edge.from} → ${edge.to}` : 'The topology'
  const place = path.replace(/^(?:nodes|edges)\[\d+\]\.?/, '')
  return (
    <li>
      <button
        type="button"
        className="problem"
        onClick={go}
        disabled={node === undefined && edge === undefined}
      >
        <OctagonAlert size={15} aria-label="Error" />
        <span className="problem-title">{title}</span>
        <span className="problem-text">{message.charAt(0).toUpperCase() + message.slice(1)}</span>
        <code className="problem-place">{place}</code>
      </button>
    </li>
  )
}
