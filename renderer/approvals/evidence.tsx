import './evidence.css'
import { FileDiff, FileText } from 'lucide-react'
import { useState } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { ScrollRegion } from '../run/scroll-region.tsx'
import { StateGlyph } from '../ui/glyph.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { DiffView } from './diff-view.tsx'
import { readReport, titleText } from './report.ts'

/** The diff, with what speaks for it beside it; other texts have a tab each. */
export function Evidence({ view }: { readonly view: AskView }) {
  const { diff, evidence } = view.shown
  const tabs = [
    ...(diff.length > 0 ? [{ value: 'diff', label: 'Diff', icon: <FileDiff />, count: diff.length }] : []),
    ...evidence.map((one, at) => ({ value: `${at}`, label: titleText(one.title), icon: <FileText /> })),
  ]
  const [chosen, choose] = useState(tabs[0]?.value ?? '')
  if (tabs.length === 0) {
    return (
      <div className="evidence">
        <p className="evidence-none">There is no diff and no evidence to this question.</p>
      </div>
    )
  }
  const added = diff.reduce((sum, file) => sum + file.added, 0)
  const removed = diff.reduce((sum, file) => sum + file.removed, 0)
  const body = evidence[Number(chosen)]
  return (
    <div className="evidence">
      <Tabs
        label="Evidence"
        tabs={tabs}
        value={chosen}
        onChange={choose}
        aside={
          diff.length === 0 ? undefined : (
            <span className="data">
              <span className="diff-added">+{added}</span> <span className="diff-removed">−{removed}</span>
            </span>
          )
        }
      />
      <div className="evidence-panel">
        <ScrollRegion label={chosen === 'diff' ? 'Diff' : 'Evidence'} className="evidence-main">
          {chosen === 'diff' ? (
            <DiffView files={diff} />
          ) : body === undefined ? null : (
            <pre className="evidence-text">{body.body}</pre>
          )}
        </ScrollRegion>
        {chosen === 'diff' && evidence.length > 0 ? (
          <ScrollRegion label="What speaks for it" className="evidence-side">
            {evidence.map((one) => (
              <EvidenceNote key={one.title} title={one.title} body={one.body} />
            ))}
          </ScrollRegion>
        ) : null}
      </div>
    </div>
  )
}

const SHORT = 400
const MOST_TICKS = 48

function EvidenceNote({ title, body }: { readonly title: string; readonly body: string }) {
  const report = readReport(body)
  if (report !== null) {
    const { passed, failed } = report
    const total = passed + failed
    return (
      <section className="evidence-note">
        <h3 className={failed > 0 ? 'evidence-bad' : 'evidence-good'}>
          <StateGlyph state={failed > 0 ? 'failed' : 'done'} />
          <span>
            {passed} of {total} tests passed
          </span>
        </h3>
        <TestTicks passed={passed} total={total} />
        {report.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </section>
    )
  }
  return (
    <section className="evidence-note">
      <h3>{titleText(title)}</h3>
      <p>{body.length > SHORT ? `${body.slice(0, SHORT)}…` : body}</p>
    </section>
  )
}

/** One tick a test; of more than fit, each stands for as many. A failed one is never rounded away. */
function TestTicks({ passed, total }: { readonly passed: number; readonly total: number }) {
  const ticks = Math.min(total, MOST_TICKS)
  const good = passed === total ? ticks : Math.min(ticks - 1, Math.floor((passed / total) * ticks))
  return (
    <div className="evidence-ticks" aria-hidden="true">
      {Array.from({ length: ticks }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ticks are all alike
        <span key={at} className={at < good ? 'evidence-tick' : 'evidence-tick evidence-tick-bad'} />
      ))}
    </div>
  )
}
