import './field.css'
import type { ReactNode } from 'react'
import { useId } from 'react'

interface FieldProps {
  readonly label: string
  /** Stands at the right of the label. */
  readonly aside?: ReactNode
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** Given the id that ties the control to its label, and the id of what explains it. */
  children(ids: { readonly id: string; readonly 'aria-describedby': string | undefined }): ReactNode
}

export function Field({ label, aside, hint, error, children }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {aside === undefined ? null : <span className="field-aside">{aside}</span>}
      </div>
      {children({ id, 'aria-describedby': note === undefined ? undefined : `${id}-note` })}
      {note === undefined ? null : (
        <p id={`${id}-note`} className={error === undefined ? 'field-hint' : 'field-error'}>
          {note.charAt(0).toUpperCase() + note.slice(1)}
        </p>
      )}
    </div>
  )
}

interface SwitchProps {
  readonly label: string
  readonly checked: boolean
  onChange(checked: boolean): void
  readonly aside?: ReactNode
  readonly disabled?: boolean
}

export function Switch({ label, checked, onChange, aside, disabled = false }: SwitchProps) {
  return (
    <label className="switch-row">
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        className="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="switch-label">{label}</span>
      {aside === undefined ? null : <span className="field-aside">{aside}</span>}
    </label>
  )
}

interface SelectProps {
  readonly id?: string
  readonly value: string
  onChange(value: string): void
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly disabled?: boolean
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string | undefined
}

/** The platform's own list: it works by keyboard, by touch and under any policy. */
export function Select({ value, onChange, options, ...rest }: SelectProps) {
  return (
    <select
      {...rest}
      className="input select"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
