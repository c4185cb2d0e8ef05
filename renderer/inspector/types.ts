import type { FormField } from '../../shared/topology/form.ts'

export interface FormFieldProps {
  readonly field: FormField
  readonly value: unknown
  /** Messages by place below the config. */
  readonly errors: ReadonlyMap<string, string>
  readonly path: string
  onChange(value: unknown): void
  /** The person has left the field: what was typed is one step of undo. */
  onSettle(): void
}
