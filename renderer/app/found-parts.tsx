import { Boxes } from 'lucide-react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { groupName } from '../canvas/drawing/controls.ts'
import { supervisionText } from '../canvas/groups/words.ts'
import { focusFirstField } from '../canvas/keys.ts'
import { currentStage } from '../canvas/stage.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import { scopeText } from '../controllers/scope-words.ts'
import { controllerFact, wordsOf } from '../controllers/words.ts'
import { type Part, selectPart } from '../document/selection.ts'
import type { Found } from '../ui/finder.tsx'

/** Groups and controllers by name, beside the nodes: they have no card that keys could walk to. */
export function foundParts(document: TopologyDocument, close: () => void): readonly Found[] {
  const open = (type: Part['type'], id: string, shown: readonly string[]) => () => {
    close()
    selectPart(type, id)
    if (shown.length > 0) currentStage()?.reveal(shown)
    // The dialog gives the focus back when it goes; the inspector takes it after that.
    requestAnimationFrame(focusFirstField)
  }
  const groups = (document.groups ?? []).map(
    (group): Found => ({
      id: group.id,
      label: groupName(group),
      aside: 'Group',
      icon: <Boxes size={14} strokeWidth={1.75} aria-hidden="true" />,
      words: `${group.id} ${supervisionText(group)}`,
      run: open('group', group.id, group.members),
    }),
  )
  const controllers = (document.controllers ?? []).map(
    (spec): Found => ({
      id: spec.id,
      label: `${wordsOf(spec.type).label} for ${scopeText(spec, document)}`,
      aside: controllerFact(spec),
      icon: <ControllerIcon type={spec.type} size={14} />,
      words: spec.id,
      run: open('controller', spec.id, spec.nodes ?? []),
    }),
  )
  return [...groups, ...controllers]
}
