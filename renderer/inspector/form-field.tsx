import type { FormField as FieldSpec } from '../../shared/topology/form.ts'
import { Field, Select, Switch } from '../ui/field.tsx'
import { DurationInput } from './duration-input.tsx'
import { JsonInput } from './json-input.tsx'
import { ListInput } from './list-input.tsx'
import { NumberInput } from './number-input.tsx'
import { PeopleInput } from './people-input.tsx'
import { RecordsInput } from './records-input.tsx'
import { TemplateInput } from './template-input.tsx'
import { TopologyInput } from './topology-input.tsx'
import type { FormFieldProps } from './types.ts'

/** One field of a kind's form. The kind says what it is; this says how it is drawn. */
export function FormField(props: FormFieldProps) {
  const { field, value, errors, path, onChange, onSettle } = props
  if (field.type === 'switch') {
    return <Switch label={field.label} checked={value === true} onChange={onChange} aside={field.hint} />
  }
  if (field.type === 'records') return <RecordsInput {...props} field={field} Inner={FormField} />
  const error = errorAt(errors, path)
  return (
    <Field label={field.label} hint={field.hint} error={error} aside={asideOf(field, value)}>
      {(ids) => {
        const common = { ...ids, invalid: error !== undefined, onSettle }
        switch (field.type) {
          case 'text':
          case 'code':
            return (
              <input
                {...ids}
                className={field.type === 'code' ? 'input input-data' : 'input'}
                value={textOf(value)}
                spellCheck={false}
                aria-invalid={error !== undefined}
                onChange={(event) => onChange(event.currentTarget.value)}
                onBlur={onSettle}
              />
            )
          case 'longtext':
            return <TemplateInput {...common} value={textOf(value)} onChange={onChange} />
          case 'number':
            return field.unit === 'ms' ? (
              <DurationInput
                {...common}
                min={field.min ?? 0}
                max={field.max ?? Number.MAX_SAFE_INTEGER}
                value={value}
                onChange={onChange}
              />
            ) : (
              <NumberInput {...common} field={field} value={value} onChange={onChange} />
            )
          case 'choice':
            return <Select {...ids} value={textOf(value)} options={field.options} onChange={onChange} />
          case 'list':
            return <ListInput {...common} item={field.item} value={value} onChange={onChange} />
          case 'topology':
            return <TopologyInput {...ids} value={textOf(value)} onChange={onChange} />
          case 'people':
            return <PeopleInput {...common} max={field.max} value={value} onChange={onChange} />
          case 'json':
            return <JsonInput {...common} value={value} onChange={onChange} />
        }
      }}
    </Field>
  )
}

/** The field's own message, or the first of a part of it. */
function errorAt(errors: ReadonlyMap<string, string>, path: string): string | undefined {
  const own = errors.get(path)
  if (own !== undefined) return own
  for (const [place, message] of errors) {
    if (place.startsWith(`${path}[`) || place.startsWith(`${path}.`)) return message
  }
  return undefined
}

function asideOf(field: FieldSpec, value: unknown): string | undefined {
  // A length of time is written with its unit.
  if (field.type === 'number') return field.unit === 'ms' ? undefined : field.unit
  if (field.type === 'longtext') return `${textOf(value).length.toLocaleString('en')} characters`
  return undefined
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
