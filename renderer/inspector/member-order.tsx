import { ArrowDown, ArrowUp } from 'lucide-react'
import type { GroupSpec } from '../../shared/topology/controls.ts'
import { namesApart } from '../canvas/drawing/nodes.ts'
import { moveMember } from '../document/commands/groups.ts'
import { perform, useDocument } from '../document/document.ts'
import { IconButton } from '../ui/button.tsx'

/** The order of members, where it says who starts again: a member that fails takes along those below it. */
export function MemberOrder({ group: { id, members } }: { readonly group: GroupSpec }) {
  const names = namesApart(useDocument((state) => state.shown.nodes))
  return (
    <ol className="member-order" aria-label="Order of the members">
      {members.map((member, at) => (
        <li key={member}>
          <span className="member-place data">{at + 1}</span>
          <span className="ellipsis">{names.get(member) ?? member}</span>
          <IconButton
            label={`Move ${names.get(member) ?? member} up`}
            disabled={at === 0}
            onClick={() => perform(moveMember(id, member, -1))}
          >
            <ArrowUp />
          </IconButton>
          <IconButton
            label={`Move ${names.get(member) ?? member} down`}
            disabled={at === members.length - 1}
            onClick={() => perform(moveMember(id, member, 1))}
          >
            <ArrowDown />
          </IconButton>
        </li>
      ))}
    </ol>
  )
}
