import { Boxes } from 'lucide-react'
import type { GroupSpec } from '../../shared/topology/controls.ts'
import { controlsOf, groupName } from '../canvas/drawing/controls.ts'
import { changeGroupId, joinGroup, leaveGroup, renameGroup, ungroup } from '../document/commands/groups.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { selectNodes, selectPart } from '../document/selection.ts'
import { QuorumSection } from '../quorum/quorum-section.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { ControllerList } from './controller-list.tsx'
import { IdField } from './id-field.tsx'
import { NodeChecks } from './node-checks.tsx'
import { ProblemNotes } from './problem-notes.tsx'
import { RestartFields } from './restart-fields.tsx'
import { SagaFields } from './saga-fields.tsx'

/** A group: who is in it, what happens when one of them fails, and what they share. */
export function GroupInspector({ group }: { readonly group: GroupSpec }) {
  const document = useDocument((state) => state.shown)
  const controllers = controlsOf(document).onGroup.get(group.id) ?? []
  return (
    <>
      <header className="inspector-head">
        <Boxes size={16} strokeWidth={1.75} aria-hidden="true" />
        <h2 className="ellipsis">{groupName(group)}</h2>
        <span className="inspector-kind">Group</span>
        <code className="inspector-id ellipsis">{group.id}</code>
      </header>
      <div className="tab-panel">
        <ProblemNotes element={group.id} />
        <div className="inspector-part">
          <Field label="Name">
            {(ids) => (
              <input
                {...ids}
                className="input"
                value={group.name ?? ''}
                placeholder={group.id}
                maxLength={200}
                onChange={(event) => perform(renameGroup(group.id, event.currentTarget.value))}
                onBlur={settleChange}
              />
            )}
          </Field>
        </div>
        <RestartFields group={group} />
        <SagaFields group={group} />
        <QuorumSection id={group.id} />
        <Section title="Shared limits" aside={controllers.length === 0 ? 'none' : controllers.length}>
          <ControllerList
            controllers={controllers}
            none="A bulkhead or a budget for the group keeps its trouble from the rest of the team."
          />
        </Section>
        <Section title="Members" aside={group.members.length}>
          <NodeChecks
            label="A node dropped into the region joins; it leaves here, or by its menu"
            chosen={group.members}
            least={1}
            onChange={(ids) => perform(memberChange(group, ids))}
          />
        </Section>
        <Section title="Group">
          <IdField
            key={group.id}
            id={group.id}
            hint="How runs name it; its controllers follow a change"
            change={(next) => {
              perform(changeGroupId(group.id, next))
              selectPart('group', next)
            }}
          />
          <Button
            className="add-row"
            keys="Ctrl Shift G"
            onClick={() => {
              perform(ungroup([group.id]))
              selectNodes(group.members)
            }}
          >
            Ungroup
          </Button>
          <p className="field-hint">The region goes; its nodes stay where they are</p>
        </Section>
      </div>
    </>
  )
}

function memberChange({ id, members }: GroupSpec, next: readonly string[]) {
  const gone = members.filter((member) => !next.includes(member))
  return gone.length > 0 ? leaveGroup(id, gone) : joinGroup(id, next)
}
