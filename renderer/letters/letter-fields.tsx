import { useId } from 'react'

interface LetterFieldsProps {
  readonly content: Readonly<Record<string, unknown>>
  /** What is in each field now; one that is not there is as it was. */
  readonly typed: Readonly<Record<string, string>>
  readonly problems: Readonly<Record<string, string>>
  readonly disabled: boolean
  onType(field: string, text: string): void
}

/** The content of a message, a field at a time: texts as they are, all else as JSON. */
export function LetterFields({ content, typed, problems, disabled, onType }: LetterFieldsProps) {
  const id = useId()
  return (
    <div className="letter-fields">
      {Object.entries(content).map(([name, value]) => {
        const text = typed[name] ?? textOf(value)
        const problem = problems[name]
        const changed = typed[name] !== undefined && typed[name] !== textOf(value)
        return (
          <div key={name} className="field">
            <div className="field-head">
              <label htmlFor={`${id}-${name}`}>{name === 'value' ? 'Content' : name}</label>
              <span className="field-aside">
                {changed ? 'changed' : typeof value === 'string' ? '' : 'JSON'}
              </span>
            </div>
            <textarea
              id={`${id}-${name}`}
              className="input input-data"
              rows={Math.min(12, text.split('\n').length)}
              spellCheck={false}
              disabled={disabled}
              value={text}
              aria-invalid={problem !== undefined}
              aria-describedby={problem === undefined ? undefined : `${id}-${name}-note`}
              onChange={(event) => onType(name, event.currentTarget.value)}
            />
            {problem === undefined ? null : (
              <p id={`${id}-${name}-note`} className="field-error">
                {problem}
              </p>
            )}
          </div>
        )
      })}
    </div>
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

interface Edit {
  /** New values, only of what was changed. */
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: Readonly<Record<string, string>>
}

/** What was typed, as values: what was a text stays one, all else must be JSON. */
export function readEdit(
  content: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, string>>,
): Edit {
  const values: Record<string, unknown> = {}
  const problems: Record<string, string> = {}
  for (const [name, text] of Object.entries(typed)) {
    const before = content[name]
    if (text === textOf(before)) continue
    if (typeof before === 'string') {
      values[name] = text
      continue
    }
    try {
      const value: unknown = JSON.parse(text)
      if (JSON.stringify(value) !== JSON.stringify(before)) values[name] = value
    } catch (error) {
      problems[name] = `Not JSON yet: ${(error as Error).message}`
    }
  }
  return { values, problems }
}
