import './edit.css'
import { Check } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { shortDigest } from '../playback/texts.ts'
import { Button } from '../ui/button.tsx'
import { commandText } from './changes.ts'
import { DiffView } from './diff-view.tsx'
import { fieldPatch, readValue, valueText } from './field-patch.ts'

const PAUSE_MS = 250

interface AskEditProps {
  readonly view: AskView
  readonly busy: boolean
  approve(edit: Readonly<Record<string, unknown>>, digest: string): void
  close(): void
}

/** The fields of what is approved, to be changed; beneath, what that makes of it, and the digest that it then has. */
export function AskEdit({ view, busy, approve, close }: AskEditProps) {
  const content = view.content ?? {}
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const edit: Record<string, unknown> = {}
  const broken: string[] = []
  for (const [field, text] of Object.entries(typed)) {
    const read = readValue(text, content[field])
    if (read === null) broken.push(field)
    else if (text !== valueText(content[field])) edit[field] = read.value
  }
  const changed = Object.keys(edit)
  const { made, problem } = usePreview(view, edit, broken.length === 0 && changed.length > 0)
  return (
    <section className="ask-edit" aria-label="Edit what is approved">
      {Object.entries(content).map(([field, value]) => (
        <EditField
          key={field}
          field={field}
          text={typed[field] ?? valueText(value)}
          broken={broken.includes(field)}
          onChange={(text) => setTyped({ ...typed, [field]: text })}
        />
      ))}
      {problem === null ? null : (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      {made === null ? null : <Made view={view} made={made} edit={edit} />}
      <div className="ask-buttons">
        <Button
          look="primary"
          size="decision"
          icon={<Check />}
          disabled={busy || made === null}
          onClick={() => made !== null && approve(edit, made.digest)}
        >
          Approve the edited
        </Button>
        <Button look="quiet" size="decision" onClick={close}>
          Back
        </Button>
      </div>
    </section>
  )
}

interface EditFieldProps {
  readonly field: string
  readonly text: string
  readonly broken: boolean
  onChange(text: string): void
}

function EditField({ field, text, broken, onChange }: EditFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{field}</label>
      </div>
      <textarea
        id={id}
        className="input input-data"
        rows={Math.min(8, text.split('\n').length)}
        spellCheck={false}
        value={text}
        aria-invalid={broken}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {broken ? <p className="field-error">This was JSON and must stay so</p> : null}
    </div>
  )
}

interface MadeProps {
  readonly view: AskView
  readonly made: AskView
  readonly edit: Readonly<Record<string, unknown>>
}

function Made({ view, made, edit }: MadeProps) {
  const files = Object.keys(edit).map((field) => ({
    file: field,
    ...fieldPatch(valueText(view.content?.[field]), valueText(edit[field])),
  }))
  const command = made.shown.command
  const lapse = view.votes.filter((vote) => vote.answer !== 'reject').map((vote) => vote.by)
  return (
    <div className="ask-made">
      <DiffView files={files} />
      {command === null || JSON.stringify(command) === JSON.stringify(view.shown.command) ? null : (
        <pre className="ask-made-command">$ {commandText(command.argv)}</pre>
      )}
      <p>
        New digest <code title={made.digest}>sha256:{shortDigest(made.digest)}</code>
        {lapse.length === 0 ? '' : ` · the answers of ${lapse.join(', ')} lapse: they were of something else`}
      </p>
    </div>
  )
}

/** What the host would show for the edit, a moment after the last key. */
function usePreview(
  { run, ask }: AskView,
  edit: Readonly<Record<string, unknown>>,
  sound: boolean,
): { readonly made: AskView | null; readonly problem: string | null } {
  const key = sound ? JSON.stringify(edit) : ''
  const [shown, setShown] = useState<{ key: string; made: AskView | null; problem: string | null } | null>(
    null,
  )
  useEffect(() => {
    if (key === '') return
    const timer = setTimeout(() => {
      getHost()
        .call('ask.preview', { run, ask, edit: JSON.parse(key) })
        .then(
          (made) => setShown({ key, made, problem: null }),
          (error: Error) => setShown({ key, made: null, problem: error.message }),
        )
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [run, ask, key])
  const fits = shown !== null && shown.key === key
  return { made: fits ? shown.made : null, problem: fits ? shown.problem : null }
}
