import { UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'

interface AskReassignProps {
  readonly view: AskView
  readonly busy: boolean
  reassign(to: string, from: string | undefined): void
  close(): void
}

/** Hands the question, or one person's part of it, to somebody else. */
export function AskReassign({ view, busy, reassign, close }: AskReassignProps) {
  const names = view.tally?.waitsFor ?? []
  const [to, setTo] = useState('')
  const [from, setFrom] = useState(names[0] ?? '')
  return (
    <section className="ask-reassign" aria-label="Hand the question on">
      {names.length < 2 ? null : (
        <Field label="Instead of">
          {(ids) => (
            <Select
              {...ids}
              value={from}
              options={names.map((name) => ({ value: name, label: name }))}
              onChange={setFrom}
            />
          )}
        </Field>
      )}
      <Field label={names.length === 1 ? `To whom, instead of ${names[0]}` : 'To whom'}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={to}
            maxLength={64}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        )}
      </Field>
      <div className="ask-buttons">
        <Button
          look="primary"
          size="decision"
          icon={<UserRoundPlus />}
          disabled={busy || to.trim() === ''}
          onClick={() => reassign(to.trim(), names.length === 0 ? undefined : from)}
        >
          Hand it on
        </Button>
        <Button look="quiet" size="decision" onClick={close}>
          Back
        </Button>
      </div>
    </section>
  )
}
