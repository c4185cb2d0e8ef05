import './quorum.css'
import { Check, Link2, X } from 'lucide-react'
import type { Law } from '../../shared/hazards/quorum/arithmetic.ts'
import type { QuorumView, Together } from '../../shared/hazards/quorum/view.ts'
import { Section } from '../ui/section.tsx'
import { CouncilMark } from './council-mark.tsx'
import { useQuorum } from './use-quorum.ts'

const TITLES = { vote: 'Quorum', gate: 'Quorum', group: 'What fails together' } as const

/** Who decides together, and what that survives; nothing for what decides nothing. */
export function QuorumSection({ id }: { readonly id: string }) {
  const view = useQuorum(id)
  if (view === null) return null
  return (
    <Section title={TITLES[view.of]} aside={asideOf(view)}>
      <QuorumFacts view={view} />
    </Section>
  )
}

function asideOf({ laws }: QuorumView): string {
  const failing = laws.filter(({ holds }) => !holds).length
  return failing === 0 ? '' : `${failing} ${failing === 1 ? 'does' : 'do'} not hold`
}

export function QuorumFacts({ view }: { readonly view: QuorumView }) {
  return (
    <div className="quorum" data-quorum={view.of}>
      <div className="quorum-head">
        <CouncilMark view={view} size={72} />
        <p className="quorum-summary" aria-live="polite">
          {view.summary}
        </p>
      </div>
      <dl className="inspector-facts">
        {factsOf(view).map(([term, fact]) => (
          <div key={term} className="quorum-fact">
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {view.laws.length === 0 ? null : (
        <ul className="quorum-laws" aria-label="Conditions">
          {view.laws.map((law) => (
            <LawRow key={law.law} law={law} />
          ))}
        </ul>
      )}
      {view.together.length === 0 ? null : (
        <ul className="quorum-together" aria-label="What fails together">
          {view.together.map((one) => (
            <TogetherRow key={`${one.why} ${one.name}`} one={one} />
          ))}
        </ul>
      )}
    </div>
  )
}

function factsOf(view: QuorumView): readonly (readonly [string, string])[] {
  const { of, votes, needed, apart, seats, rule, faults, asked, silent, wrong } = view
  if (of === 'group') {
    return [
      ['Members', `${votes}`],
      ['Fail apart', `${apart} of ${votes}`],
      ['When one fails', rule],
    ]
  }
  const known = (f: number | null): string =>
    f === null ? '' : f < 0 ? 'none, not even without a fault' : `${f}`
  return [
    ['n', votes === seats.length ? `${votes}` : `${votes}, of ${seats.length} voters`],
    ['q', needed === null ? '' : rule],
    ['Fail apart', `${apart} of ${seats.length}`],
    ['A faulty one', faults],
    ...(asked === null ? [] : [['f asked for', `${asked}`] as const]),
    [of === 'gate' ? 'May be away' : 'Survives silent', known(silent)],
    [of === 'gate' ? 'May approve wrongly' : 'Survives wrong', known(wrong)],
  ]
}

function LawRow({ law: { law, filled, holds, sentence } }: { readonly law: Law }) {
  return (
    <li className={holds ? 'quorum-law' : 'quorum-law quorum-law-broken'}>
      {holds ? <Check size={13} aria-hidden="true" /> : <X size={13} aria-hidden="true" />}
      <span className="visually-hidden">{holds ? 'Holds: ' : 'Does not hold: '}</span>
      <code>{law}</code>
      <code className="quorum-filled">{filled}</code>
      <span className="quorum-sentence">{sentence}</span>
    </li>
  )
}

function TogetherRow({ one: { grave, sentence } }: { readonly one: Together }) {
  return (
    <li className={grave ? 'quorum-one quorum-one-grave' : 'quorum-one'}>
      <Link2 size={13} aria-hidden="true" />
      <span>{sentence}</span>
    </li>
  )
}
