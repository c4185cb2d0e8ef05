import './problems-dock.css'
import '../hazards/hazards.css'
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Hazard } from '../../shared/hazards/index.ts'
import type { ControllerSpec, GroupSpec } from '../../shared/topology/controls.ts'
import type { DocumentEdge, DocumentNode } from '../../shared/topology/document.ts'
import { wayTo } from '../../shared/topology/inside.ts'
import type { Problem } from '../../shared/topology/problem.ts'
import { groupName } from '../canvas/drawing/controls.ts'
import { nameOf } from '../canvas/drawing/nodes.ts'
import { goOutTo, showIn } from '../canvas/showing.ts'
import { useChecking } from '../check/checking.ts'
import { wordsOf } from '../controllers/words.ts'
import { useDocument } from '../document/document.ts'
import { topologyName } from '../document/inside.ts'
import { placed, useProblems } from '../document/problems.ts'
import { sameDrawing } from '../document/same.ts'
import { unsilence } from '../hazards/apply.ts'
import { HazardRow } from '../hazards/hazard-row.tsx'
import { useHazards } from '../hazards/hazards.ts'
import { wordOf } from '../hazards/word.ts'
import { showNodeTab } from '../inspector/node-tab.ts'
import { Button } from '../ui/button.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'

/** What keeps the drawing from running and what may go wrong when it does: where, what, and a click to go there. */
export function ProblemsDock() {
  const problems = useProblems()
  const { silenced } = useHazards()
  const { open, outside } = useSorted()
  const empty = useDocument((state) => state.document.nodes.length === 0)
  const count = problems.length + open.length
  return (
    <>
      <Tabs
        label="Panel below"
        tabs={[{ value: 'problems', label: 'Problems', icon: <TriangleAlert />, count }]}
        value="problems"
        onChange={() => {}}
        aside={<span className="dock-aside">{countsText(problems.length, open)}</span>}
      />
      <TabPanel label="Problems">
        {count === 0 || empty ? (
          <p className="problems-none">
            {empty ? null : <CircleCheck size={14} aria-hidden="true" />}
            {empty
              ? 'Problems of the drawing are listed here while you draw.'
              : 'No problems. This topology can run. Check looks at every order in which it may.'}
          </p>
        ) : (
          <ul>
            {problems.map((problem) => (
              <ProblemRow key={`${problem.path}/${problem.message}`} problem={problem} />
            ))}
            {open.map((hazard) => (
              <HazardRow key={hazard.key} hazard={hazard} />
            ))}
          </ul>
        )}
        <Outside hazards={outside} />
        <Accepted silenced={silenced} />
      </TabPanel>
    </>
  )
}

/** Hazards that the last check of this drawing has looked for in vain fold away: they are not within its bounds. */
function useSorted(): { readonly open: readonly Hazard[]; readonly outside: readonly Hazard[] } {
  const { open, document } = useHazards()
  const result = useChecking((state) => (sameDrawing(state.document, document) ? state.result : null))
  if (result === null) return { open, outside: [] }
  const isOutside = (hazard: Hazard): boolean => wordOf(hazard, result).word === 'not within these bounds'
  return { open: open.filter((one) => !isOutside(one)), outside: open.filter(isOutside) }
}

function Outside({ hazards }: { readonly hazards: readonly Hazard[] }) {
  if (hazards.length === 0) return null
  return (
    <details>
      <summary className="problems-fold">{`${hazards.length} not within the bounds of the last check`}</summary>
      <ul>
        {hazards.map((hazard) => (
          <HazardRow key={hazard.key} hazard={hazard} />
        ))}
      </ul>
    </details>
  )
}

function countsText(problems: number, open: readonly Hazard[]): string {
  const errors = problems + open.filter(({ level }) => level === 'error').length
  const warnings = open.filter(({ level }) => level === 'warning').length
  const notes = open.length - (errors - problems) - warnings
  return [
    errors > 0 ? (errors === 1 ? '1 error' : `${errors} errors`) : '',
    warnings > 0 ? (warnings === 1 ? '1 warning' : `${warnings} warnings`) : '',
    notes > 0 ? (notes === 1 ? '1 note' : `${notes} notes`) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** Hazards that somebody has accepted, with the reasons that stand in the file. */
function Accepted({ silenced }: { readonly silenced: readonly Hazard[] }) {
  if (silenced.length === 0) return null
  return (
    <details>
      <summary className="problems-fold">{`${silenced.length} accepted`}</summary>
      <ul>
        {silenced.map((hazard) => (
          <li key={hazard.key} className="hazard-accepted">
            {`${hazard.rule.title}: ${hazard.finding.sentence} Accepted: ${hazard.silenced}`}
            <Button look="quiet" onClick={() => unsilence(hazard)}>
              Show it again
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const document = useDocument((state) => state.document)
  const { element, message, path, topology } = placed(document, problem)
  const { nodes, edges, groups, controllers } = topology ?? document
  const node = nodes.find((one) => one.id === element)
  const edge = edges.find((one) => one.id === element)
  const group = groups?.find((one) => one.id === element)
  const controller = controllers?.find((one) => one.id === element)
  const leads = (node ?? edge ?? group ?? controller) !== undefined
  const way = topology === null ? [] : wayTo(document, topology.id)
  const go = (): void => {
    if (node !== undefined) showNodeTab(/^nodes\[\d+\]\.policy/.test(path) ? 'policy' : 'settings')
    if (leads && element !== undefined) showIn(topology?.id ?? null, element)
    else if (way !== null) goOutTo(way)
  }
  const title = titleOf(node, edge, group, controller)
  const place = path.replace(/^(?:nodes|edges|groups|controllers)\[\d+\]\.?/, '')
  return (
    <li>
      <button
        type="button"
        className="problem"
        onClick={go}
        disabled={way === null || (topology === null && !leads)}
      >
        <OctagonAlert size={15} aria-label="Error" />
        <span className="problem-title">
          {topology === null ? title : `${topologyName(topology)}: ${title}`}
        </span>
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
