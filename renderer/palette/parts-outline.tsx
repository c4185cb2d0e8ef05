import { Boxes } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ControllerSpec, GroupSpec } from '../../shared/topology/controls.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { groupName } from '../canvas/drawing/controls.ts'
import { supervisionText } from '../canvas/groups/words.ts'
import { currentStage } from '../canvas/stage.ts'
import { useCanvasViews } from '../canvas/view-model.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import { namesText, scopeText } from '../controllers/scope-words.ts'
import { controllerFact, wordsOf } from '../controllers/words.ts'
import { type Part, selectPart, useSelection } from '../document/selection.ts'

/** Groups and controllers as a table below that of the nodes, with the same selection. */
export function PartsOutline({ document }: { readonly document: TopologyDocument }) {
  const { groups = [], controllers = [] } = document
  if (groups.length + controllers.length === 0) return null
  return (
    <table className="outline" aria-label="Groups and limits">
      <thead>
        <tr>
          <th scope="col">Group or limit</th>
          <th scope="col">For</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <GroupRow key={group.id} group={group} document={document} />
        ))}
        {controllers.map((spec) => (
          <ControllerRow key={spec.id} spec={spec} document={document} />
        ))}
      </tbody>
    </table>
  )
}

interface GroupRowProps {
  readonly group: GroupSpec
  readonly document: TopologyDocument
}

function GroupRow({ group, document }: GroupRowProps) {
  return (
    <PartRow
      part={{ type: 'group', id: group.id }}
      icon={<Boxes size={13} strokeWidth={1.75} aria-hidden="true" />}
      name={groupName(group)}
      fact={supervisionText(group)}
      scope={namesText(group.members, document)}
      shown={group.members}
    />
  )
}

interface ControllerRowProps {
  readonly spec: ControllerSpec
  readonly document: TopologyDocument
}

function ControllerRow({ spec, document }: ControllerRowProps) {
  return (
    <PartRow
      part={{ type: 'controller', id: spec.id }}
      icon={<ControllerIcon type={spec.type} />}
      name={wordsOf(spec.type).label}
      fact={controllerFact(spec)}
      scope={scopeText(spec, document)}
      shown={spec.nodes ?? []}
    />
  )
}

interface PartRowProps {
  readonly part: Part
  readonly icon: ReactNode
  readonly name: string
  readonly fact: string
  readonly scope: string
  /** Nodes that are brought into view with it. */
  readonly shown: readonly string[]
}

function PartRow({ part, icon, name, fact, scope, shown }: PartRowProps) {
  const selected = useSelection((state) => state.part?.id === part.id)
  const run = useCanvasViews().usePartView(part.id)
  const state = run === null ? fact : `${run.word} ${run.text}`.trim()
  const choose = (): void => {
    selectPart(part.type, part.id)
    if (shown.length > 0) currentStage()?.reveal(shown)
  }
  return (
    <tr className={selected ? 'outline-row outline-chosen' : 'outline-row'}>
      <th scope="row">
        <button type="button" className="outline-name" aria-pressed={selected} onClick={choose}>
          {icon}
          <span className="ellipsis">{name}</span>
        </button>
        {state === '' ? null : <span className="outline-port">{state}</span>}
      </th>
      <td>{scope}</td>
    </tr>
  )
}
