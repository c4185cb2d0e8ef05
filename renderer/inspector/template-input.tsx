import './template-input.css'

interface TemplateInputProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly invalid: boolean
  readonly value: string
  onChange(value: string): void
  onSettle(): void
}

/** Text with `{{holes}}`, which are marked: a copy of the text lies beneath the field and carries the marks. */
export function TemplateInput({ invalid, value, onChange, onSettle, ...ids }: TemplateInputProps) {
  return (
    <div className="template">
      <div className="template-under" aria-hidden="true">
        {partsOf(value).map((part) =>
          part.hole ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
        )}
        {'\n'}
      </div>
      <textarea
        {...ids}
        className="input input-data template-text"
        value={value}
        rows={4}
        aria-invalid={invalid}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onSettle}
      />
    </div>
  )
}

interface Part {
  readonly at: number
  readonly text: string
  readonly hole: boolean
}

function partsOf(value: string): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of value.matchAll(/\{\{.*?\}\}/g)) {
    if (match.index > end) parts.push({ at: end, text: value.slice(end, match.index), hole: false })
    parts.push({ at: match.index, text: match[0], hole: true })
    end = match.index + match[0].length
  }
  if (end < value.length) parts.push({ at: end, text: value.slice(end), hole: false })
  return parts
}
