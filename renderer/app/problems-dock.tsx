import './problems-dock.css'
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ControllerSpec, GroupSpec } from '../../shared/topology/controls.ts'
import type { DocumentEdge, DocumentNode } from '../../shared/topology/document.ts'
import type { Problem } from '../../shared/topology/problem.ts'
import { controlsOf, groupName } from '../canvas/drawing/controls.ts'
import { nameOf } from '../canvas/drawing/nodes.ts'
import { currentStage } from '../canvas/stage.ts'
import { wordsOf } from '../controllers/words.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { selectEdges, selectNodes, selectPart } from '../document/selection.ts'
import { showNodeTab } from '../inspector/node-tab.ts'
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
  const group = document.groups?.find((one) => one.id === element)
  const controller = document.controllers?.find((one) => one.id === element)
  const go = (): void => {
    if (node !== undefined) {
      showNodeTab(/^nodes\[\d+\]\.policy/.test(path) ? 'policy' : 'settings')
      selectNodes([node.id])
      currentStage()?.focusNode(node.id)
    } else if (edge !== undefined) {
      selectEdges([edge.id])
      currentStage()?.reveal([edge.from, edge.to].map((end) => end.split('.')[0] ?? end))
    } else if (group !== undefined) {
      selectPart('group', group.id)
      currentStage()?.reveal(group.members)
    } else if (controller !== undefined) {
      selectPart('controller', controller.id)
      const users = controlsOf(document).users.get(controller.id) ?? []
      if (users.length > 0) currentStage()?.reveal(users)
    }
  }
  const title = titleOf(node, edge, group, controller)
  const place = path.replace(/^(?:nodes|edges|groups|controllers)\[\d+\]\.?/, '')
  return (
    <li>
      <button
        type="button"
        className="problem"
        onClick={go}
        disabled={(node ?? edge ?? group ?? controller) === undefined}
      >
        <OctagonAlert size={15} aria-label="Error" />
        <span className="problem-title">{title}</span>
        <span className="problem-text">{message.charAt(0).toUpperCase() + message.slice(1)}</span>
        <code className="problem-place">{place}</code>
      </button>
    </li>
  )
}

function titleOf(
  node: DocumentNode | undefined,
  edge: DocumentEdge | undefined,
  group: GroupSpec | undefined,
  controller: ControllerSpec | undefined,
): string {
  if (node !== undefined) return nameOf(node)
  if (edge !== undefined) return `Edge ${edge.from} → ${edge.to}`
  if (group !== undefined) return `Group ${groupName(group)}`
  return controller === undefined ? 'The topology' : `${wordsOf(controller.type).label} ${controller.id}`
}
