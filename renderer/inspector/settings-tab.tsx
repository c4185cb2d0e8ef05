import { isCouncil } from '../../shared/hazards/quorum/index.ts'
import type { FormField as FieldSpec } from '../../shared/topology/form.ts'
import { configOf } from '../../shared/topology/ports.ts'
import type { DrawnNode } from '../canvas/drawing/drawing.ts'
import { changeId, rename, setConfig } from '../document/commands/nodes.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { isNested } from '../document/inside.ts'
import { problemsAt, useShownProblems } from '../document/problems.ts'
import { selectNodes } from '../document/selection.ts'
import { QuorumSection } from '../quorum/quorum-section.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { FormField } from './form-field.tsx'
import { IdField } from './id-field.tsx'

/** The kind's own form over the node's config, then its name and id. */
export function SettingsTab({ drawn }: { readonly drawn: DrawnNode }) {
  const { node, facts } = drawn
  const problems = useShownProblems().own
  const nested = useDocument((state) => isNested(state.shown))
  const at = useDocument((state) => state.shown.nodes.findIndex((one) => one.id === node.id))
  const { kind } = facts
  if (kind === null) {
    return (
      <Empty title={`This version has no kind "${node.kind}"`}>
        Open the file with a newer Synod, or delete the node. Its settings are kept as they are.
      </Empty>
    )
  }
  const inside = nested ? kind.inside : undefined
  const errors = problemsAt(problems, `nodes[${at}].config`)
  const raw = node.config ?? {}
  const filled = (configOf(kind, node) ?? { ...(kind.fresh() as object), ...raw }) as Record<string, unknown>
  return (
    <>
      {isCouncil(node.kind) ? <QuorumSection id={node.id} /> : null}
      {inside === undefined ? null : (
        <Section title={kind.look.label}>
          <p className="inspector-note">{inside.help}</p>
        </Section>
      )}
      {(inside === undefined ? kind.form : []).map((section) => (
        <Section key={section.title} title={section.title}>
          {inRows(section.fields).map((row) => (
            <div key={row[0]?.key} className={row.length > 1 ? 'inspector-pair' : 'inspector-row'}>
              {row.map((field) => (
                <FormField
                  key={field.key}
                  field={field}
                  value={raw[field.key] ?? filled[field.key]}
                  errors={errors}
                  path={field.key}
                  onChange={(value) => perform(setConfig(node.id, field.key, value))}
                  onSettle={settleChange}
                />
              ))}
            </div>
          ))}
        </Section>
      ))}
      <Section title="Node">
        <NameField id={node.id} name={node.name ?? ''} placeholder={kind.look.label} />
        <IdField
          key={node.id}
          id={node.id}
          hint="How edges and the command line name it; what names it follows"
          change={(next) => {
            perform(changeId(node.id, next))
            selectNodes([next])
          }}
        />
      </Section>
    </>
  )
}

/** Two numbers that follow each other share a row. */
function inRows(fields: readonly FieldSpec[]): readonly (readonly FieldSpec[])[] {
  const rows: FieldSpec[][] = []
  for (const field of fields) {
    const last = rows.at(-1)
    if (field.type === 'number' && last?.length === 1 && last[0]?.type === 'number') last.push(field)
    else rows.push([field])
  }
  return rows
}

interface NameFieldProps {
  readonly id: string
  readonly name: string
  readonly placeholder: string
}

function NameField({ id, name, placeholder }: NameFieldProps) {
  return (
    <Field label="Name">
      {(ids) => (
        <input
          {...ids}
          className="input"
          value={name}
          placeholder={placeholder}
          maxLength={200}
          onChange={(event) => perform(rename(id, event.currentTarget.value))}
          onBlur={settleChange}
        />
      )}
    </Field>
  )
}
