import { Boxes } from 'lucide-react'
import { groupName } from '../canvas/drawing/controls.ts'
import { supervisionText } from '../canvas/groups/words.ts'
import { currentStage } from '../canvas/stage.ts'
import { namesText } from '../controllers/scope-words.ts'
import { renameDocument } from '../document/commands/nodes.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { useShownProblems } from '../document/problems.ts'
import { selectPart } from '../document/selection.ts'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { ControllerList } from './controller-list.tsx'

/** With nothing selected the inspector is about the topology itself. */
export function DocumentInspector() {
  const document = useDocument((state) => state.shown)
  const inside = useDocument((state) => state.inside.length > 0)
  const file = useDocument((state) => state.file)
  const found = useShownProblems()
  const problems = [...found.inside.values()].reduce((sum, count) => sum + count, found.own.length)
  const { groups = [], controllers = [] } = document
  return (
    <>
      <header className="inspector-head">
        <h2>{inside ? 'Topology inside' : 'Topology'}</h2>
      </header>
      <div className="inspector-part">
        <Field label="Name">
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={document.name}
              maxLength={200}
              onChange={(event) => perform(renameDocument(event.currentTarget.value))}
              onBlur={settleChange}
            />
          )}
        </Field>
        <dl className="inspector-facts">
          <dt>File</dt>
          <dd className="data">{file?.path ?? 'not saved yet'}</dd>
          <dt>Nodes</dt>
          <dd>{document.nodes.length}</dd>
          <dt>Edges</dt>
          <dd>{document.edges.length}</dd>
          <dt>Problems</dt>
          <dd>{problems === 0 ? (inside ? 'none in here' : 'none: it can run') : problems}</dd>
        </dl>
      </div>
      <Section title="Limits and breakers" aside={controllers.length === 0 ? 'none' : controllers.length}>
        <ControllerList
          controllers={controllers}
          none="Give the run a budget, so that a team that never agrees cannot spend without end."
        />
      </Section>
      <Section title="Groups" aside={groups.length === 0 ? 'none' : groups.length}>
        {groups.length === 0 ? (
          <p className="inspector-note">
            Nodes that fail together belong together: select them and press Ctrl G.
          </p>
        ) : null}
        {groups.map((group) => (
          <button
            key={group.id}
            type="button"
            className="part-row"
            onClick={() => {
              selectPart('group', group.id)
              currentStage()?.reveal(group.members)
            }}
          >
            <Boxes size={13} strokeWidth={1.75} aria-hidden="true" />
            <span className="part-name ellipsis">{groupName(group)}</span>
            <span className="part-fact ellipsis">{supervisionText(group)}</span>
            <span className="part-scope ellipsis">{namesText(group.members, document)}</span>
          </button>
        ))}
      </Section>
      <div className="inspector-part">
        <p className="inspector-note">Select a node or an edge to see and change its settings.</p>
        <p className="inspector-note">Press ? for all keys.</p>
      </div>
    </>
  )
}
