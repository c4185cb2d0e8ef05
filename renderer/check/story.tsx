import './story.css'
import { ChevronFirst, ChevronLast, Hand, Pause, Play, StepBack, StepForward, X, Zap } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Counterexample, TraceStep } from '../../shared/explore/result.ts'
import { setMode } from '../app/layout.ts'
import { elementName } from '../canvas/element-name.ts'
import { showElement } from '../canvas/showing.ts'
import { currentStage } from '../canvas/stage.ts'
import { useDocument } from '../document/document.ts'
import { usePlayback } from '../playback/playback.ts'
import { pausePlay, play } from '../playback/player.ts'
import { hideSample } from '../rehearse/show.ts'
import { takeUp } from '../scheduler/scheduling.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Section } from '../ui/section.tsx'
import { shownCounterexample, useChecking } from './checking.ts'
import { ExportButtons } from './export-buttons.tsx'
import { KeepButton } from './keep-button.tsx'
import { Remedies } from './remedies.tsx'
import { hideCounterexample, showStep, useShownStep } from './show.ts'
import { storyStart } from './story-start.ts'

/** At the right in Check: the counterexample, a sentence a step, what it took, and what to do. */
export function Story() {
  const found = useChecking(shownCounterexample)
  if (found !== null) return <Told found={found} />
  return (
    <div className="story">
      <div className="story-head">
        <h2>Counterexample</h2>
      </div>
      <Empty title="Nothing is shown">
        A broken property at the left shows here how it breaks: the fewest steps that were found, one sentence
        each, played on the canvas.
      </Empty>
    </div>
  )
}

function Told({ found }: { readonly found: Counterexample }) {
  const { steps } = found
  const shown = useShownStep()
  const playing = usePlayback((state) => state.playing)
  const last = steps.length - 1
  // Beside the panels, what the property speaks of must be seen; a pan, never a zoom.
  useEffect(() => {
    const drawn = useDocument.getState().shown.nodes.filter(({ id }) => found.elements.includes(id))
    if (drawn.length > 0) currentStage()?.reveal(drawn.map(({ id }) => id))
  }, [found])
  return (
    <div className="story">
      <div className="story-head">
        <h2>Counterexample</h2>
        <span className="story-count">{`${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`}</span>
        <IconButton className="story-close" label="Take it off the canvas" onClick={hideCounterexample}>
          <X />
        </IconButton>
      </div>
      <div className="player" role="toolbar" aria-label="Player">
        <IconButton label="First" disabled={shown === 0} onClick={() => showStep(0)}>
          <ChevronFirst />
        </IconButton>
        <IconButton label="Back" keys="[" disabled={shown === 0} onClick={() => showStep(shown - 1)}>
          <StepBack />
        </IconButton>
        <IconButton framed label={playing ? 'Hold this moment' : 'Play'} onClick={playing ? pausePlay : play}>
          {playing ? <Pause /> : <Play />}
        </IconButton>
        <IconButton label="Forward" keys="]" disabled={shown === last} onClick={() => showStep(shown + 1)}>
          <StepForward />
        </IconButton>
        <IconButton label="Last" disabled={shown === last} onClick={() => showStep(last)}>
          <ChevronLast />
        </IconButton>
        <span className="player-place data">{`step ${shown + 1} of ${steps.length}`}</span>
      </div>
      <div className="story-body">
        <Steps found={found} shown={shown} />
        <Section title="What it took">
          <Needed steps={steps} />
          {found.without === undefined ? null : <Without {...found.without} />}
        </Section>
        <Remedies found={found} />
        <div className="keep">
          <TakeUp found={found} shown={shown} />
          <KeepButton key={found.property} property={found.property} />
          <ExportButtons found={found} />
        </div>
      </div>
    </div>
  )
}

/** The story from shortly before the first fault, or before its end where no fault is needed; what led there folds. */
function Steps({ found, shown }: { readonly found: Counterexample; readonly shown: number }) {
  const { steps, pivot } = found
  const [whole, showWhole] = useState(false)
  const start = storyStart(found)
  const folded = !whole && shown >= start ? start : 0
  return (
    <ol className="story-steps">
      {folded === 0 ? null : (
        <li>
          <button type="button" className="story-fold" onClick={() => showWhole(true)}>
            {`${folded} steps lead there, all without a fault`}
          </button>
        </li>
      )}
      {steps.map((step, index) =>
        index < folded ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the story
          <li key={index}>
            <Step step={step} number={index + 1} current={index === shown} />
            {pivot === index ? <p className="story-pivot">Until here it could still end well.</p> : null}
            {found.loop === index ? (
              <p className="story-pivot">What follows goes round for ever, and never comes to its end.</p>
            ) : null}
          </li>
        ),
      )}
    </ol>
  )
}

interface StepProps {
  readonly step: TraceStep
  readonly number: number
  readonly current: boolean
}

function Step({ step, number, current }: StepProps) {
  const name = useElementName(step.element)
  const go = (): void => {
    showStep(number - 1)
    if (step.element !== null) showElement(step.element, [], 'look')
  }
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (current) button.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  return (
    <button
      ref={button}
      type="button"
      className={`story-step ${step.fault ? 'story-fault' : ''}`}
      aria-current={current ? 'step' : undefined}
      onClick={go}
    >
      <span className="story-number">{number}</span>
      <span>{step.words}</span>
      <span className="story-where">
        {name}
        {step.fault ? ' · fault' : ''}
      </span>
    </button>
  )
}

function useElementName(element: string | null): string {
  const document = useDocument((state) => state.document)
  return element === null ? 'Host' : elementName(document, element)
}

/** Another end of the same story: from the step that is shown, a person picks what happens. A loop has no such step. */
function TakeUp({ found, shown }: { readonly found: Counterexample; readonly shown: number }) {
  const document = useChecking((state) => state.document)
  if (document === null || found.loop !== undefined) return null
  const go = (): void => {
    hideSample()
    setMode('rehearse')
    takeUp(document, found, shown)
  }
  return (
    <Button icon={<Hand />} onClick={go}>
      {`Pick what happens after step ${shown + 1}`}
    </Button>
  )
}

/** What holds with fewer faults, as far as that was searched to the end. */
function Without({ states, alone }: NonNullable<Counterexample['without']>) {
  return (
    <p className="coverage-text">
      {`Without a fault it holds in all ${states.toLocaleString('en')} states.`}
      {alone ? ' No single fault alone breaks it either.' : ''}
    </p>
  )
}

function Needed({ steps }: { readonly steps: readonly TraceStep[] }) {
  const faults = steps.filter(({ fault }) => fault)
  if (faults.length === 0)
    return <p className="coverage-text">No fault at all: an unlucky order of events is enough.</p>
  return (
    <>
      {faults.map(({ words }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same fault may happen twice
        <p key={index} className="story-need">
          <Zap size={14} aria-hidden="true" />
          {words}
        </p>
      ))}
    </>
  )
}
