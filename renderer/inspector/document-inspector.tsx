import { renameDocument } from '../document/commands/nodes.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { Field } from '../ui/field.tsx'

/** With nothing selected the inspector is about the topology itself. */
export function DocumentInspector() {
  const document = useDocument((state) => state.document)
  const file = useDocument((state) => state.file)
  const problems = useProblems()
  return (
    <>
      <header className="inspector-head">
        <h2>Topology</h2>
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
          <dd>{problems.length === 0 ? 'none: it can run' : problems.length}</dd>
        </dl>
      </div>
      <div className="inspector-part">
        <p className="inspector-note">Select a node or an edge to see and change its settings.</p>
        <p className="inspector-note">Press ? for all keys.</p>
      </div>
    </>
  )
}
