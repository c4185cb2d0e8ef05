import { useId } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { Select } from '../ui/field.tsx'
import { answerAs, useApprovals } from './approvals.ts'

/** Who answers, where several people are asked on one machine. */
export function AnswerAs({ view }: { readonly view: AskView }) {
  const as = useApprovals((state) => state.as)
  const id = useId()
  const { tally } = view
  if (tally === null || (tally.of === 1 && tally.waitsFor.length === 0)) return null
  const named = tally.waitsFor.length > 0 && tally.waitsFor.length + view.votes.length >= tally.of
  const options = [
    { value: '', label: 'My account' },
    ...tally.waitsFor.map((name) => ({ value: name, label: name })),
  ]
  return (
    <div className="ask-as">
      <label htmlFor={id}>Answering as</label>
      {named ? (
        <Select id={id} value={tally.waitsFor.includes(as) ? as : ''} options={options} onChange={answerAs} />
      ) : (
        <input
          id={id}
          className="input"
          value={as}
          maxLength={64}
          placeholder="your account"
          onChange={(event) => answerAs(event.currentTarget.value)}
        />
      )}
    </div>
  )
}
