import { Check, CircleHelp, CornerUpLeft, Pencil, Play, UserRoundPlus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Answer, AskView } from '../../shared/api/contract.ts'
import { Button } from '../ui/button.tsx'

interface Look {
  readonly text: string
  readonly icon: ReactNode
  readonly look?: 'primary' | 'outline' | 'quiet' | 'danger'
  readonly keys?: string
}

/** How each answer looks as a button; the first is the most likely, what says no stands apart at the right. */
const LOOKS: readonly (readonly [Answer, Look])[] = [
  ['approve', { text: 'Approve', icon: <Check />, look: 'primary', keys: 'Ctrl Enter' }],
  ['always', { text: 'Always allow this exact call', icon: <Check /> }],
  ['answer', { text: 'Answer', icon: <Check />, look: 'primary', keys: 'Ctrl Enter' }],
  ['edit', { text: 'Edit…', icon: <Pencil /> }],
  ['revise', { text: 'Send back', icon: <CornerUpLeft /> }],
  ['happened', { text: 'It happened', icon: <Check /> }],
  ['not-happened', { text: 'It did not: run it', icon: <Play /> }],
  ['reassign', { text: 'Hand on…', icon: <UserRoundPlus />, look: 'quiet' }],
  ['reject', { text: 'Reject', icon: <X />, look: 'danger' }],
  ['failed', { text: 'Fail it', icon: <CircleHelp />, look: 'danger' }],
]

interface AskButtonsProps {
  readonly view: AskView
  readonly disabled: boolean
  press(answer: Answer): void
}

export function AskButtons({ view, disabled, press }: AskButtonsProps) {
  const question = view.type === 'question'
  return (
    <div className="ask-buttons">
      {LOOKS.filter(([answer]) => view.answers.includes(answer)).map(
        ([answer, { text, icon, look, keys }]) => (
          <Button
            key={answer}
            size="decision"
            icon={icon}
            disabled={disabled || (answer === 'edit' && view.content === null)}
            {...(look === undefined ? {} : { look })}
            {...(keys === undefined ? {} : { keys })}
            onClick={() => press(answer)}
          >
            {question && answer === 'reject' ? 'Do not answer' : text}
          </Button>
        ),
      )}
    </div>
  )
}
