import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface LessonStepProps {
  readonly number: number
  readonly title: string
  readonly done: boolean
  readonly children: ReactNode
}

export function LessonStep({ number, title, done, children }: LessonStepProps) {
  return (
    <li className="lesson-step">
      <span className={`lesson-number ${done ? 'lesson-number-done' : ''}`}>
        {done ? <Check size={12} aria-label={`${number}, done`} /> : number}
      </span>
      <div className="lesson-part">
        <h3>{title}</h3>
        {children}
      </div>
    </li>
  )
}
