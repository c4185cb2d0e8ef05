import { useId } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { Select } from '../ui/field.tsx'
import { answerAs, answerers, useApprovals } from './approvals.ts'

/** Who answers, where several people are asked on one machine. */
export function AnswerAs({ view }: { readonly view: AskView }) {
  const as = useApprovals((state) => state.as)
  const id = useId()
  const who = answerers(view)
  if (who === 'one') return null
  const names = view.tally?.waitsFor ?? []
  const options = [{ value: '', label: 'My account' }, ...names.map((name) => ({ value: name, label: name }))]
  return (
    <div className="ask-as">
      <label htmlFor={id}>Answering as</label>
      {who === 'named' ? (
        <Select id={id} value={names.includes(as) ? as : ''} options={options} onChange={answerAs} />
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
