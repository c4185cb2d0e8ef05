import './decisions.css'
import { ShieldCheck, ShieldX } from 'lucide-react'
import { useState } from 'react'
import type { AuditCheck, AuditEntry } from '../../shared/api/audit.ts'
import { getHost } from '../connection/host.ts'
import { useAudit } from '../letters/use-audit.ts'
import { usePlayback } from '../playback/playback.ts'
import { useRuns } from '../playback/runs.ts'
import { clockText, shortDigest } from '../playback/texts.ts'
import { useRunShell } from '../run/shell.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { openAsk } from './approvals.ts'

/** What people have decided in the run that is shown, by the audit trail; and whether that is whole. */
export function DecisionsSection() {
  const run = usePlayback((state) => state.run)
  const seq = usePlayback((state) => state.summary?.seq ?? 0)
  // Each answer moves the run on or changes the inbox.
  const open = useRuns((state) => state.asks.map(({ ask }) => ask).join(' '))
  const entries = useAudit(run, `${seq} ${open}`)
  const shell = useRunShell()
  if (run === null || entries.length === 0) return null
  return (
    <Section title="Decisions" aside={entries.length}>
      <ul className="decisions">
        {entries.map((entry) => (
          <li key={entry.seq}>
            <button
              type="button"
              disabled={entry.ask === null}
              onClick={() => {
                openAsk({ run, ask: entry.ask ?? '', type: entry.type === 'letter' ? 'letter' : 'gate' })
                shell.showApprovals()
              }}
            >
              <span>
                <strong>{entry.by}</strong> {answerText(entry)}
                {entry.node === null ? '' : ` · ${entry.node}`}
              </span>
              <span className="decisions-when">{clockText(entry.at)}</span>
              {entry.comment === '' ? null : <q>{entry.comment}</q>}
            </button>
          </li>
        ))}
      </ul>
      <TrailCheck />
    </Section>
  )
}

const ANSWERS: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  edit: 'edited and approved',
  revise: 'sent back',
  always: 'always allows this call',
  answer: 'answered',
  told: 'said something',
  happened: 'said that it happened',
  'not-happened': 'said that it did not happen',
  failed: 'gave it up as failed',
  resend: 'sent a message again that had failed',
  discard: 'dropped a message that had failed',
}

function answerText({ type, answer }: AuditEntry): string {
  if (type === 'trust') return 'trusted the file'
  if (type === 'unsandboxed') return 'let its commands run unsandboxed'
  if (type === 'assignment') return answer.replace('reassign', 'handed the question on')
  return ANSWERS[answer] ?? answer
}

/** Looks at the whole trail of this home when it is pressed. */
function TrailCheck() {
  const [check, setCheck] = useState<AuditCheck | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const look = (): void => {
    getHost()
      .call('audit.verify', { head: null })
      .then(setCheck, (error: Error) => setProblem(error.message))
  }
  const whole = check !== null && check.problems.length === 0
  return (
    <div className="decisions-check">
      <Button icon={check === null || whole ? <ShieldCheck /> : <ShieldX />} onClick={look}>
        Check the trail
      </Button>
      <p role="status">
        {problem ??
          (check === null
            ? ''
            : whole
              ? `Whole: ${check.entries} entries, head ${shortDigest(check.head)}`
              : `It was changed: ${check.problems.join('; ')}`)}
      </p>
    </div>
  )
}
