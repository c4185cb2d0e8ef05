import './dialogs.css'
import { FolderOpen, Play } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { HostErrorBody } from '../../shared/api/contract.ts'
import type { InputField } from '../../shared/nodes/input/index.ts'
import { getHost } from '../connection/host.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field, Select, Switch } from '../ui/field.tsx'
import { type FieldValue, fieldProblem, firstValues, inputFormOf, inputOf, labelOf } from './input-fields.ts'
import { ProblemList } from './problem-list.tsx'
import { useRunShell } from './shell.ts'
import { cancelStart, startRun } from './start.ts'

interface InputDialogProps {
  readonly path: string
  readonly text: string
  readonly problem: HostErrorBody | null
}

type Approve = 'ask' | 'auto' | 'deny'

const GATES = [
  { value: 'ask', label: 'Ask me' },
  { value: 'auto', label: 'Approve without asking' },
  { value: 'deny', label: 'Reject without asking' },
]

/** The form of the input node, and how the run is to go. */
export function InputDialog({ path, text, problem }: InputDialogProps) {
  const form = inputFormOf(text)
  const fields = form.ok ? form.fields : []
  const [values, setValues] = useState(() => firstValues(fields))
  const [approve, setApprove] = useState<Approve>('ask')
  const [paused, setPaused] = useState(false)
  const [chaos, setChaos] = useState(false)
  const [tried, setTried] = useState(false)
  const problems = fields.filter((field) => fieldProblem(field, values[field.name] ?? '') !== undefined)
  const submit = (): void => {
    setTried(true)
    if (form.ok && problems.length === 0)
      void startRun({ path, text, input: inputOf(fields, values), approve, paused, chaos })
  }
  const formElement = useFormKeys(submit)
  if (!form.ok) return <CannotRun problem={form.problem} />
  return (
    <Dialog
      title={`Run ${form.name}`}
      onClose={cancelStart}
      answers={
        <>
          <Button look="primary" size="decision" icon={<Play />} keys="Ctrl Enter" onClick={submit}>
            Run
          </Button>
          <Button size="decision" onClick={cancelStart}>
            Cancel
          </Button>
        </>
      }
    >
      <form
        ref={formElement}
        className="start-body"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {problem === null ? null : <ProblemList problem={problem} />}
        {fields.length === 0 ? (
          <p className="start-text">This drawing asks for nothing: it runs as it is.</p>
        ) : null}
        {fields.map((field) => (
          <InputControl
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={tried ? fieldProblem(field, values[field.name] ?? '') : undefined}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <RunOptions
          {...{ approve, paused, chaos }}
          faults={form.faults}
          onApprove={setApprove}
          onPaused={setPaused}
          onChaos={setChaos}
        />
      </form>
    </Dialog>
  )
}

interface RunOptionsProps {
  readonly approve: Approve
  readonly paused: boolean
  readonly chaos: boolean
  /** The drawing keeps faults that may be injected. */
  readonly faults: boolean
  onApprove(approve: Approve): void
  onPaused(paused: boolean): void
  onChaos(chaos: boolean): void
}

/** How the run is to go, whatever it is given. */
function RunOptions(props: RunOptionsProps) {
  const { approve, paused, chaos, faults, onApprove, onPaused, onChaos } = props
  return (
    <div className="start-options">
      <Field label="Gates">
        {(ids) => (
          <Select
            {...ids}
            value={approve}
            options={GATES}
            onChange={(value) => onApprove(value as Approve)}
          />
        )}
      </Field>
      <Switch label="Start paused, to step through it" checked={paused} onChange={onPaused} />
      {faults ? (
        <Switch
          label="Chaos: inject the faults that are set in Rehearse"
          checked={chaos}
          onChange={onChaos}
        />
      ) : null}
    </div>
  )
}

/** Ctrl Enter runs from anywhere in the dialog, and the first field has the focus, not the dialog's own buttons. */
function useFormKeys(submit: () => void): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  const latest = useRef(submit)
  latest.current = submit
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus(),
    )
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('keydown', onKeyDown)
    }
  }, [])
  return form
}

/** A drawing with problems is told of here too, since Run can be pressed at any time. */
function CannotRun({ problem }: { readonly problem: string }) {
  return (
    <Dialog
      title="This drawing cannot run yet"
      onClose={cancelStart}
      answers={<Button onClick={cancelStart}>Close</Button>}
    >
      <div className="start-body">
        <p className="start-text">{problem}</p>
      </div>
    </Dialog>
  )
}

interface InputControlProps {
  readonly field: InputField
  readonly value: FieldValue
  readonly error: string | undefined
  onChange(value: FieldValue): void
}

function InputControl({ field, value, error, onChange }: InputControlProps) {
  const label = labelOf(field)
  if (field.type === 'switch') return <Switch label={label} checked={value === true} onChange={onChange} />
  if (field.type === 'repository')
    return <RepositoryControl field={field} value={String(value)} error={error} onChange={onChange} />
  return (
    <Field label={label} aside={field.required ? 'needed' : undefined} error={error}>
      {(ids) => {
        const shared = { ...ids, value: String(value), 'aria-invalid': error !== undefined }
        if (field.type === 'longtext' || field.type === 'list')
          return (
            <textarea
              className="input"
              placeholder={field.type === 'list' ? 'One item a line' : undefined}
              rows={3}
              {...shared}
              onChange={(event) => onChange(event.currentTarget.value)}
            />
          )
        if (field.type === 'choice') {
          const options = field.options.map((option) => ({ value: option, label: option }))
          return <Select {...ids} value={String(value)} options={options} onChange={onChange} />
        }
        return (
          <input
            className="input"
            inputMode={field.type === 'number' ? 'decimal' : 'text'}
            {...shared}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }}
    </Field>
  )
}

/** A folder of this machine, looked at before it is taken: branch and commit, or why it cannot be used. */
function RepositoryControl({
  field,
  value,
  error,
  onChange,
}: InputControlProps & { readonly value: string }) {
  const shell = useRunShell()
  const [note, setNote] = useState<{ readonly usable: boolean; readonly text: string } | null>(null)
  const inspect = (path: string): void => {
    if (path.trim() === '') {
      setNote(null)
      return
    }
    getHost()
      .call('repository.inspect', { path })
      .then(
        (found) =>
          setNote({
            usable: found.usable,
            text: found.usable
              ? `${found.branch} at ${found.commit.slice(0, 8)}. A run works in a clone of it.`
              : found.message,
          }),
        (failure: Error) => setNote({ usable: false, text: failure.message }),
      )
  }
  const choose = async (): Promise<void> => {
    const folder = await shell.pickFolder(`Choose ${labelOf(field)}`)
    if (folder === null) return
    onChange(folder)
    inspect(folder)
  }
  const refused = note !== null && !note.usable ? note.text : undefined
  return (
    <Field
      label={labelOf(field)}
      aside={field.required ? 'needed' : undefined}
      hint={
        note?.usable === true
          ? note.text
          : 'A git repository on this machine. Your own checkout is never written.'
      }
      error={error ?? refused}
    >
      {(ids) => (
        <div className="start-folder">
          <input
            {...ids}
            className="input input-data"
            value={value}
            placeholder="/path/to/repository"
            spellCheck={false}
            aria-invalid={(error ?? refused) !== undefined}
            onChange={(event) => onChange(event.currentTarget.value)}
            onBlur={() => inspect(value)}
          />
          <Button icon={<FolderOpen />} onClick={() => void choose()}>
            Choose…
          </Button>
        </div>
      )}
    </Field>
  )
}
