import { accessSchema } from '../../shared/topology/document.ts'
import type { DrawnEdge } from '../canvas/drawing/drawing.ts'
import { setAccess } from '../document/commands/edges.ts'
import { remove } from '../document/commands/nodes.ts'
import { perform } from '../document/document.ts'
import { clearSelection } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { ChannelFields } from './channel-fields.tsx'

/** A channel's policy, or what a worker may do with a repository. */
export function EdgeInspector({ drawn }: { readonly drawn: DrawnEdge }) {
  const { edge, source, target, resource } = drawn
  const removeEdge = (): void => {
    perform(remove(new Set(), new Set([edge.id])))
    clearSelection()
  }
  return (
    <>
      <header className="inspector-head">
        <h2 className="ellipsis">
          {source.facts.name} → {target.facts.name}
        </h2>
        <code className="inspector-id">{edge.id}</code>
      </header>
      <div className="tab-panel">
        <div className="inspector-part">
          <dl className="inspector-facts">
            <dt>From</dt>
            <dd className="data">{edge.from}</dd>
            <dt>To</dt>
            <dd className="data">{edge.to}</dd>
          </dl>
        </div>
        {resource ? <AccessFields drawn={drawn} /> : <ChannelFields drawn={drawn} />}
        <div className="inspector-part">
          <Button look="danger" className="add-row" onClick={removeEdge}>
            Delete this edge
          </Button>
        </div>
      </div>
    </>
  )
}

const ACCESS = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'read-modify-write', label: 'Read, modify and write' },
] as const

function AccessFields({ drawn }: { readonly drawn: DrawnEdge }) {
  const { id, access } = drawn.edge
  return (
    <div className="inspector-part">
      <Field label="What it may do" hint="Enforced while it runs">
        {(ids) => (
          <Select
            {...ids}
            value={access ?? 'read'}
            options={ACCESS}
            onChange={(value) => perform(setAccess(id, accessSchema.parse(value)))}
          />
        )}
      </Field>
    </div>
  )
}
