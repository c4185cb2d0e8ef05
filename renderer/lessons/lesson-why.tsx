import type { Lesson } from '../../shared/lessons/lesson.ts'
import { Section } from '../ui/section.tsx'

/** The theory in plain words, and who found it. */
export function LessonWhy({ lesson: { why, sources } }: { readonly lesson: Lesson }) {
  return (
    <>
      <Section title="Why it is so">
        {why.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </Section>
      <Section title="Sources">
        <ul className="lesson-sources">
          {sources.map(({ text, url }) => (
            <li key={text}>
              {text}
              {url === undefined ? null : (
                <a href={url} target="_blank" rel="noreferrer">
                  {url.replace(/^https?:\/\//, '')}
                </a>
              )}
            </li>
          ))}
        </ul>
      </Section>
    </>
  )
}
