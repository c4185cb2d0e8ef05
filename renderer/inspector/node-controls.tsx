import { Boxes } from 'lucide-react'
import { controlsOf, groupName, groupsOf } from '../canvas/drawing/controls.ts'
import { supervisionText } from '../canvas/groups/words.ts'
import { useDocument } from '../document/document.ts'
import { selectPart } from '../document/selection.ts'
import { Section } from '../ui/section.tsx'
import { ControllerList } from './controller-list.tsx'

/** What holds for a node without being said at it: its groups, and the controllers that it is under. */
export function NodeControls({ id }: { readonly id: string }) {
  const document = useDocument((state) => state.shown)
  const { users } = controlsOf(document)
  const controllers = (document.controllers ?? []).filter((spec) => users.get(spec.id)?.includes(id) === true)
  return (
    <Section title="Shared with others">
      {groupsOf(document, id).map((group) => (
        <button
          key={group.id}
          type="button"
          className="part-row"
          onClick={() => selectPart('group', group.id)}
        >
          <Boxes size={13} strokeWidth={1.75} aria-hidden="true" />
          <span className="part-name ellipsis">Group {groupName(group)}</span>
          <span className="part-fact ellipsis">{supervisionText(group)}</span>
        </button>
      ))}
      <ControllerList
        controllers={controllers}
        none="No breaker, bulkhead, rate limit or budget is for it."
      />
    </Section>
  )
}
