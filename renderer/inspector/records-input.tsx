import { ArrowUp, ChevronDown, ChevronRight, Plus, X } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import type { FormField as FieldSpec } from '../../shared/topology/form.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { article } from './list-input.tsx'
import type { FormFieldProps } from './types.ts'

type RecordsSpec = Extract<FieldSpec, { type: 'records' }>
type Entry = { readonly [key: string]: unknown }

interface RecordsInputProps extends Omit<FormFieldProps, 'field'> {
  readonly field: RecordsSpec
  /** Draws a field of a record; handed in, since a record's field may be a list of records again. */
  readonly Inner: ComponentType<FormFieldProps>
}

/** A list of records, each with a small form of its own that folds away. */
export function RecordsInput({ field, Inner, value, errors, path, onChange, onSettle }: RecordsInputProps) {
  const entries = (Array.isArray(value) ? value : []) as readonly Entry[]
  const [opened, open] = useState<number | null>(null)
  const replace = (at: number, entry: Entry): void =>
    onChange(entries.map((old, other) => (other === at ? entry : old)))
  const add = (): void => {
    onSettle()
    onChange([...entries, freshEntry(field, entries)])
    open(entries.length)
  }
  const own = errors.get(path)
  return (
    <div className="list-field">
      {entries.map((entry, at) => (
        <RecordCard
          // biome-ignore lint/suspicious/noArrayIndexKey: records have no identity but their place
          key={at}
          field={field}
          Inner={Inner}
          entry={entry}
          at={at}
          open={opened === at}
          errors={errors}
          path={`${path}[${at}]`}
          onOpen={() => open(opened === at ? null : at)}
          onChange={(next) => replace(at, next)}
          onSettle={onSettle}
          onRemove={() => {
            onSettle()
            onChange(entries.filter((_, other) => other !== at))
            open(null)
          }}
          onRaise={() => {
            onSettle()
            onChange(raised(entries, at))
            open(null)
          }}
        />
      ))}
      {own === undefined ? null : <p className="field-error">{own}</p>}
      {field.hint === undefined ? null : <p className="field-hint">{field.hint}</p>}
      <Button look="quiet" className="add-row" icon={<Plus />} onClick={add}>
        Add {article(field.item)} {field.item}
      </Button>
    </div>
  )
}

interface RecordCardProps {
  readonly field: RecordsSpec
  readonly Inner: ComponentType<FormFieldProps>
  readonly entry: Entry
  readonly at: number
  readonly open: boolean
  readonly errors: ReadonlyMap<string, string>
  readonly path: string
  onOpen(): void
  onChange(entry: Entry): void
  onSettle(): void
  onRemove(): void
  onRaise(): void
}

function RecordCard(props: RecordCardProps) {
  const { field, Inner, entry, at, open, errors, path, onOpen, onChange, onSettle, onRemove, onRaise } = props
  const [first] = field.fields
  const name = first === undefined ? '' : String(entry[first.key] ?? '')
  const wrong = [...errors.keys()].some((place) => place === path || place.startsWith(`${path}.`))
  return (
    <div className="record">
      <div className="record-head">
        {open ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
        <button type="button" className="record-name ellipsis" aria-expanded={open} onClick={onOpen}>
          {name === '' ? `${field.item} ${at + 1}` : <code>{name}</code>}
        </button>
        {wrong && !open ? <span className="field-error">needs attention</span> : null}
        {at === 0 ? null : (
          <IconButton label={`Move ${field.item} ${at + 1} up`} onClick={onRaise}>
            <ArrowUp />
          </IconButton>
        )}
        <IconButton label={`Remove ${field.item} ${at + 1}`} onClick={onRemove}>
          <X />
        </IconButton>
      </div>
      {open
        ? field.fields.map((one) => (
            <Inner
              key={one.key}
              field={one}
              value={entry[one.key]}
              errors={errors}
              path={`${path}.${one.key}`}
              onChange={(value) => onChange(withValue(entry, one.key, value))}
              onSettle={onSettle}
            />
          ))
        : null}
    </div>
  )
}

function withValue(entry: Entry, key: string, value: unknown): Entry {
  const { [key]: _old, ...rest } = entry
  return value === undefined ? rest : { ...entry, [key]: value }
}

function raised(entries: readonly Entry[], at: number): readonly Entry[] {
  const next = [...entries]
  const [entry] = next.splice(at, 1)
  if (entry !== undefined) next.splice(at - 1, 0, entry)
  return next
}

/** Only its name is given; the schema's defaults fill in the rest. */
function freshEntry(field: RecordsSpec, entries: readonly Entry[]): Entry {
  const [first] = field.fields
  if (first === undefined || first.type !== 'text') return {}
  const taken = new Set(entries.map((entry) => entry[first.key]))
  for (let number = entries.length + 1; ; number += 1) {
    const name = `${field.item}${number}`
    if (!taken.has(name)) return { [first.key]: name }
  }
}
