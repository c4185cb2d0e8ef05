import { useState } from 'react'
import type { Hazard } from '../../shared/hazards/index.ts'
import { Button } from '../ui/button.tsx'
import { silence } from './apply.ts'

/** Why a hazard is accepted at its place: the reason is kept in the file, for whoever reads it next. */
export function AcceptForm({ hazard, onClose }: { readonly hazard: Hazard; onClose(): void }) {
  const [reason, setReason] = useState('')
  const ready = reason.trim() !== ''
  return (
    <form
      className="hazard-accept"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) silence(hazard, reason.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus
        className="input"
        aria-label="Why it is accepted here"
        placeholder="Why it is accepted here; the reason stays in the file"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button submit look="outline" disabled={!ready}>
        Accept
      </Button>
      <Button look="quiet" onClick={onClose}>
        Cancel
      </Button>
    </form>
  )
}
