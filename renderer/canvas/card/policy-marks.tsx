import { Mail } from 'lucide-react'
import type { NodePolicy } from '../../../shared/topology/document.ts'
import { durationText } from '../../ui/duration.ts'

/** What the drawing itself says of attempts and time, at the end of a card's facts; the kind's own is left unsaid. */
export function PolicyMarks({ policy }: { readonly policy: NodePolicy | undefined }) {
  if (policy === undefined) return null
  const { attempts, timeout_ms, dead_letter } = policy
  return (
    <span className="card-meter" title={policyText(policy)}>
      {attempts === undefined ? null : <span>↻{attempts}</span>}
      {timeout_ms === undefined ? null : <span>{durationText(timeout_ms)}</span>}
      {dead_letter === true ? <Mail size={12} strokeWidth={1.75} aria-hidden="true" /> : null}
    </span>
  )
}

/** The policy that the drawing sets, in words: "5 attempts, 30 s for each, waits for a person when it fails". */
export function policyText(policy: NodePolicy = {}): string {
  const parts: string[] = []
  if (policy.attempts !== undefined)
    parts.push(policy.attempts === 1 ? '1 attempt' : `${policy.attempts} attempts`)
  if (policy.timeout_ms !== undefined) parts.push(`${durationText(policy.timeout_ms)} for each`)
  if (policy.dead_letter === true) parts.push('waits for a person when it fails')
  if (policy.fallback === true) parts.push('goes elsewhere when it fails')
  return parts.join(', ')
}
