import './doubt-note.css'
import type { AskView } from '../../shared/api/contract.ts'

/** What each answer brings about. Whatever it is, nothing is repeated blindly. */
const CONSEQUENCES = [
  ['It happened', 'The run goes on as if it had answered well. It is not run again.'],
  [
    'It did not: run it',
    'What may still be going on of the first attempt is ended; only then is it run, once more.',
  ],
  ['Fail it', 'Nothing is run. The node fails, and what the drawing has for that takes over.'],
] as const

/** Why nobody knows whether it happened, what the probe saw, and what each answer brings about. */
export function DoubtNote({ view: { cause, probe, decision } }: { readonly view: AskView }) {
  return (
    <div className="doubt-note">
      {cause === undefined ? null : (
        <p>In doubt: {cause}. Synod does not repeat it until it is known that it did not happen.</p>
      )}
      <p>{probe === null || probe === '' ? 'Nothing could be asked whether it happened.' : probe}</p>
      {decision === null ? (
        <dl>
          {CONSEQUENCES.map(([answer, consequence]) => (
            <div key={answer}>
              <dt>{answer}</dt>
              <dd>{consequence}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  )
}
