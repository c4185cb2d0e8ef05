import '../check/story.css'
import { Play, Square } from 'lucide-react'
import type { EndFigures, RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import type { Share } from '../../shared/rehearse/statistics.ts'
import { InTheWay, useInTheWay } from '../check/in-the-way.tsx'
import { useDocument } from '../document/document.ts'
import { sameDrawing } from '../document/same.ts'
import { ChoicesPanel } from '../scheduler/choices-panel.tsx'
import { useScheduling } from '../scheduler/scheduling.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Section } from '../ui/section.tsx'
import { DistributionChart } from './distribution-chart.tsx'
import { Bottlenecks, Queues } from './places.tsx'
import { useRehearsing } from './rehearsing.ts'
import { showSample } from './show.ts'
import { moneyText, spanText } from './units.ts'

/** At the right in Rehearse: how runs end, how long they take, what they cost, and what they wait for. */
export function Figures() {
  const { result, phase, document } = useRehearsing()
  const drawn = useDocument((state) => state.document)
  const inTheWay = useInTheWay()
  const scheduling = useScheduling((state) => state.session !== null)
  if (scheduling) return <ChoicesPanel />
  return (
    <div className="story">
      <div className="story-head">
        <h2>Figures</h2>
        {result === null ? null : (
          <span className="section-aside">{`${result.runs.toLocaleString('en')} runs, seed ${result.seed}`}</span>
        )}
      </div>
      {result === null && phase !== 'running' && inTheWay !== null ? (
        <InTheWay what="rehearsed" />
      ) : result === null ? (
        <Empty title={phase === 'running' ? 'Rehearsing…' : 'Not rehearsed yet'}>
          A rehearsal plays thousands of runs in virtual time, with stand-in agents and the faults at the
          left, and tells how often they end well, how long they take and where they wait.
        </Empty>
      ) : (
        <div className="story-body">
          {sameDrawing(document, drawn) ? null : (
            <p className="figures-changed" role="status">
              These are of the drawing before it was changed. Rehearse again.
            </p>
          )}
          <Ends result={result} />
          <Section title="Time to the end">
            <DistributionChart value={result.ms} text={spanText} label="Time to the end" />
          </Section>
          <Section title="Cost">
            {result.usd.max === 0 ? (
              <p className="coverage-text">No run costs anything.</p>
            ) : (
              <DistributionChart value={result.usd} text={moneyText} label="Cost" />
            )}
          </Section>
          <Section title="Attempts">
            <DistributionChart value={result.attempts} text={count} label="Attempts" />
          </Section>
          <Bottlenecks result={result} />
          <Queues result={result} />
          <Section title="Taken for granted" open={false}>
            <ul className="coverage-list">
              {result.assumptions.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Section>
        </div>
      )}
    </div>
  )
}

const END_WORDS: Readonly<Record<EndFigures['end'], string>> = {
  done: 'Done',
  failed: 'Failed',
  stuck: 'Stuck',
  cancelled: 'Cancelled',
  hung: 'Hung: waits for what never comes',
  endless: 'Endless: given up after a million steps',
}

function Ends({ result }: { readonly result: RehearsalResult }) {
  return (
    <Section title="How runs end">
      {result.ends.map(({ end, share, seeds }) => (
        <ShareRow
          key={end}
          word={END_WORDS[end]}
          look={end === 'done' ? 'good' : 'bad'}
          share={share}
          seeds={seeds}
        />
      ))}
      {result.wrong.share.count === 0 ? null : (
        <ShareRow
          word="Something wrong came out"
          look="bad"
          share={result.wrong.share}
          seeds={result.wrong.seeds}
        />
      )}
      {result.twice === 0 ? null : (
        <p className="rehearse-twice">{`What may happen once happened twice, ${count(result.twice)} times.`}</p>
      )}
    </Section>
  )
}

interface ShareRowProps {
  readonly word: string
  readonly look: 'good' | 'bad'
  readonly share: Share
  readonly seeds: readonly number[]
}

/** A part of all runs with its confidence interval, and a few of them to look at. */
function ShareRow({ word, look, share, seeds }: ShareRowProps) {
  const sample = useRehearsing((state) => state.sample)
  return (
    <div className="share">
      <div className="share-head">
        <span>{word}</span>
        <span
          className="data"
          title={`95 % confidence: ${percent(share.low)} to ${percent(share.high)}, ${count(share.count)} runs`}
        >
          {percent(share.part)}
          <span className="share-range">{` ${percent(share.low)} to ${percent(share.high)}`}</span>
        </span>
      </div>
      <div className="share-bar" aria-hidden="true">
        <div className={`share-fill share-${look}`} style={{ width: `${share.part * 100}%` }} />
        <div
          className="share-interval"
          style={{ left: `${share.low * 100}%`, width: `${Math.max(0.4, (share.high - share.low) * 100)}%` }}
        />
      </div>
      <div className="share-seeds">
        {seeds.map((seed, index) => (
          <Button
            key={seed}
            look="quiet"
            icon={sample === seed ? <Square /> : <Play />}
            aria-pressed={sample === seed}
            title={`Play the run of seed ${seed}`}
            aria-label={`Play run ${index + 1}: ${word}`}
            onClick={() => showSample(seed)}
          >
            {index + 1}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** Near none and near all a tenth matters: what ever fails does not always end well. */
function percent(part: number): string {
  const value = part * 100
  const near = (value > 0 && value < 10) || (value > 90 && value < 100)
  return `${near ? Math.min(99.9, value).toFixed(1) : Math.round(value)} %`
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
