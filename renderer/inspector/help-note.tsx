import './help-note.css'

interface HelpNoteProps {
  readonly title: string
  readonly paragraphs: readonly string[]
}

/** What something does and when to use it, folded away until it is asked for. */
export function HelpNote({ title, paragraphs }: HelpNoteProps) {
  return (
    <details className="help-note">
      <summary>{title}</summary>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </details>
  )
}
