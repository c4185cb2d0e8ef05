import './question-dialog.css'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { Question } from './dialogs.ts'

export function QuestionDialog({ question }: { readonly question: Question }) {
  return (
    <Dialog
      title={question.title}
      width="small"
      onClose={() => question.settle(null)}
      answers={question.answers.map((answer, at) => (
        <Button
          key={answer.value}
          data-autofocus={at === 0 ? '' : undefined}
          look={answer.look}
          onClick={() => question.settle(answer.value)}
        >
          {answer.label}
        </Button>
      ))}
    >
      <p className="question-text">{question.text}</p>
    </Dialog>
  )
}
