import { CircleCheck, CircleDashed } from 'lucide-react'
import { boundsText } from '../../shared/explore/bounds-text.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { Switch } from '../ui/field.tsx'
import { changeSettings, useChecking } from './checking.ts'
import { DepthBars } from './depth-bars.tsx'
import { SearchFields } from './search-fields.tsx'

/** How sure the answer is: one of four words, with its figures and its bounds. */
export function CoverageNote() {
  const { phase, progress, result, settings } = useChecking()
  return (
    <>
      {phase === 'running' && progress !== null ? (
        <>
          <p className="coverage-word coverage-open">
            <CircleDashed size={14} aria-hidden="true" />
            Searching
          </p>
          <Figures
            rows={[
              ['states', count(progress.states)],
              ['steps', count(progress.generated)],
              ['depth', count(progress.depth)],
              ['to look at', count(progress.frontier)],
            ]}
          />
        </>
      ) : result === null ? (
        <p className="coverage-text">Nothing has been tried yet.</p>
      ) : (
        <Covered result={result} />
      )}
      <SearchFields />
      <Switch
        label="Exact keys"
        checked={settings.exact}
        disabled={phase === 'running'}
        onChange={(exact) => changeSettings({ exact })}
        aside="slower, but certain"
      />
    </>
  )
}

function Covered({ result }: { readonly result: CheckResult }) {
  const { coverage, states, generated, depth, frontier, omission, seconds } = result
  const sure = coverage !== 'partial' && coverage !== 'sampled'
  const rows: [string, string][] = [
    ['states', count(states)],
    ['steps', count(generated)],
    ['depth', count(depth)],
    ...(frontier > 0 ? [['not looked at', count(frontier)] satisfies [string, string]] : []),
    ['time', `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`],
  ]
  return (
    <>
      <p className={`coverage-word coverage-${sure ? 'sure' : 'open'}`}>
        {sure ? <CircleCheck size={14} aria-hidden="true" /> : <CircleDashed size={14} aria-hidden="true" />}
        {coverage.charAt(0).toUpperCase() + coverage.slice(1)}
      </p>
      <p className="coverage-text">
        {`Tried: ${boundsText(result.bounds)}`}
        {omission > 0 ? `. Chance that a state was left out: ${omission.toExponential(0)}.` : '.'}
      </p>
      <Figures rows={rows} />
      <DepthBars levels={result.levels} marks={result.violated.map(({ steps }) => steps.length)} />
      <Notes title="Caps that were met" items={result.capsHit} />
      <Notes title="Reductions used" items={result.reductions} />
      <Notes title="Never came to pass" items={result.neverFired} />
    </>
  )
}

function Figures({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="coverage-figures">
      {rows.map(([name, value]) => (
        <div key={name} className="coverage-figure">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Notes({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <details className="coverage-notes">
      <summary>{`${title} (${items.length})`}</summary>
      <ul className="coverage-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </details>
  )
}

function count(value: number): string {
  return value.toLocaleString('en')
}
