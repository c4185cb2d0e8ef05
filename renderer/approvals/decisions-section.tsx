import './decisions.css'
import { ShieldCheck, ShieldX } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AuditCheck, AuditEntry } from '../../shared/api/audit.ts'
import { getHost } from '../connection/host.ts'
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
  const entries = useEntries(run, seq)
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
                openAsk({ run, ask: entry.ask ?? '' })
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
}

function answerText({ type, answer }: AuditEntry): string {
  if (type === 'trust') return 'trusted the file'
  if (type === 'unsandboxed') return 'let its commands run unsandboxed'
  if (type === 'assignment') return answer.replace('reassign', 'handed the question on')
  return ANSWERS[answer] ?? answer
}

function useEntries(run: string | null, seq: number): readonly AuditEntry[] {
  const [entries, setEntries] = useState<readonly AuditEntry[]>([])
  const asks = useRuns((state) => state.asks)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer moves the run on or changes the inbox
  useEffect(() => {
    if (run === null) return
    let wanted = true
    getHost()
      .call('audit.list', { run })
      .then(
        (found) => wanted && setEntries(found.entries),
        () => wanted && setEntries([]),
      )
    return () => {
      wanted = false
    }
  }, [run, seq, asks])
  return entries
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
