import type { DrawnNode } from '../canvas/drawing/drawing.ts'

export function HelpTab({ drawn }: { readonly drawn: DrawnNode }) {
  const help = drawn.facts.kind?.help
  if (help === undefined) return null
  return (
    <div className="inspector-part">
      <p>{help.summary}</p>
      {help.paragraphs.map((paragraph) => (
        <p key={paragraph} className="inspector-note">
          {paragraph}
        </p>
      ))}
    </div>
  )
}
