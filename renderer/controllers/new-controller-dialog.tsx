import type { TopologyDocument } from '../../shared/topology/document.ts'
import { askController } from '../canvas/canvas-state.ts'
import { groupsOf, usedIn } from '../canvas/drawing/controls.ts'
import type { Scope } from '../document/commands/controllers.ts'
import { useDocument } from '../document/document.ts'
import { type Selection, useSelection } from '../document/selection.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Found } from '../ui/finder.tsx'
import { addControllerFor } from './adding.ts'
import { ControllerIcon } from './controller-icon.tsx'
import { scopeText } from './scope-words.ts'
import { CONTROLLER_WORDS } from './words.ts'

/** Which controller, and for whom: what is selected first, the whole run last. */
export function NewControllerDialog() {
  const document = useDocument((state) => state.shown)
  const selection = useSelection()
  const close = (): void => askController(false)
  const groups = scopesFor(document, selection).map((scope) => {
    const title = `For ${scopeText(scope, document)}`
    const found = CONTROLLER_WORDS.map(({ type, label, hint }): Found => {
      return {
        id: `${type}/${title}`,
        label,
        aside: hint,
        icon: <ControllerIcon type={type} size={14} />,
        words: title,
        run: () => {
          close()
          // The dialog gives the focus back when it goes; the inspector takes it after that.
          requestAnimationFrame(() => addControllerFor(type, scope))
        },
      }
    })
    return { title, found }
  })
  return (
    <Dialog title="Add a limit or breaker" bare onClose={close}>
      <Finder
        label="Add a limit or breaker"
        placeholder="Breaker, bulkhead, rate limit or budget"
        groups={groups}
      />
    </Dialog>
  )
}

function scopesFor(document: TopologyDocument, { nodes, part }: Selection): readonly Scope[] {
  const chosen = document.nodes.filter(({ id }) => nodes.has(id))
  const scopes: Scope[] = []
  if (chosen.length > 0) scopes.push({ nodes: chosen.map(({ id }) => id) })
  const groups = (document.groups ?? []).filter((group) =>
    chosen.length === 0
      ? part?.type === 'group' && part.id === group.id
      : chosen.every(({ id }) => groupsOf(document, id).includes(group)),
  )
  scopes.push(...groups.map(({ id }) => ({ group: id })))
  const { models, tools } = usedIn(chosen.length === 0 ? document : { ...document, nodes: chosen })
  const whole = {}
  const used = [...models.map((model) => ({ model })), ...tools.map((tool) => ({ tool }))]
  return chosen.length === 0 ? [...scopes, whole, ...used] : [...scopes, ...used, whole]
}
