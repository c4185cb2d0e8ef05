import { useState } from 'react'
import { idSchema } from '../../shared/topology/ids.ts'
import { useDocument } from '../document/document.ts'
import { idsOf } from '../document/ids.ts'
import { Field } from '../ui/field.tsx'

interface IdFieldProps {
  readonly id: string
  readonly hint: string
  change(next: string): void
}

/** An id is changed at once, when the field is left, and only to one that is free. */
export function IdField({ id, hint, change }: IdFieldProps) {
  const [text, setText] = useState(id)
  const taken = useDocument((state) => idsOf(state.shown).has(text))
  const error = text === id ? undefined : idProblem(text, taken)
  const commit = (): void => {
    if (text === id) return
    if (error === undefined) change(text)
    else setText(id)
  }
  return (
    <Field label="Id" hint={hint} error={error}>
      {(ids) => (
        <input
          {...ids}
          className="input input-data"
          value={text}
          spellCheck={false}
          aria-invalid={error !== undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
          }}
          onBlur={commit}
        />
      )}
    </Field>
  )
}

function idProblem(text: string, taken: boolean): string | undefined {
  if (!idSchema.safeParse(text).success) return 'A letter first, then up to 63 letters, digits, - or _'
  return taken ? `The id "${text}" is taken already` : undefined
}
