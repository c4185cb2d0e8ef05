import './impact.css'
import { Unplug, X } from 'lucide-react'
import type { Way } from '../../shared/impact/failure.ts'
import { type Effect, type Impact, type Suffering, summaryOf } from '../../shared/impact/impact.ts'
import { showElement } from '../canvas/showing.ts'
import { IconButton } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Section } from '../ui/section.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { ask, leadTo, leave, pointAt, useAsking } from './asking.ts'
import { LOOKS } from './effects.ts'

const TITLES: { readonly [effect in Effect]: string } = {
  stops: 'Stops',
  degrades: 'Degrades',
  survives: 'Survives',
}

const WAYS: { readonly [way in Way]: string } = { fails: 'Every attempt fails', silent: 'It goes silent' }

/** At the right while somebody asks: what stops, what degrades, what survives, and why. */
export function ImpactPanel() {
  const { impact, searching, open } = useAsking()
  if (impact === null) return null
  return (
    <section className="impact" aria-label="What if it fails">
      <header className="impact-head">
        <Unplug size={16} aria-hidden="true" />
        <h2 className="ellipsis">What if it fails</h2>
        <IconButton className="impact-close" label="Put it away" keys="Escape" onClick={leave}>
          <X />
        </IconButton>
      </header>
      {impact.failed.length > 0 && impact.ways.length > 1 ? (
        <Tabs<Way>
          label="How it fails"
          tabs={impact.ways.map((value) => ({ value, label: WAYS[value] }))}
          value={impact.way}
          onChange={(way) => ask(impact.element, way)}
        />
      ) : null}
      <TabPanel className="impact-body" label={WAYS[impact.way]}>
        <div className="impact-sum" aria-live="polite">
          <p>{summaryOf(impact)}</p>
          {impact.together === null ? null : <Together {...impact.together} />}
          <p className="impact-word">{wordOf(impact, searching, open.length)}</p>
        </div>
        {(Object.keys(TITLES) as readonly Effect[]).map((effect) => (
          <Group key={effect} effect={effect} impact={impact} />
        ))}
      </TabPanel>
    </section>
  )
}

/** A model takes all who use it along. */
function Together({ element, model, count }: NonNullable<Impact['together']>) {
  return (
    <p className="impact-word">
      <button type="button" className="impact-link" onClick={() => ask(element)}>
        {`What if all ${count} of model ${model} fail`}
      </button>
    </p>
  )
}

/** How sure it is: the drawing alone, or every run that the explorer has followed. */
function wordOf({ nodes }: Impact, searching: boolean, open: number): string {
  const shown = nodes.filter(({ word }) => word === 'shown').length
  if (searching) return `Possible by the drawing; ${shown} of ${nodes.length} shown so far in every run`
  if (shown === 0) return 'Possible by the drawing; no run was followed to its end'
  if (open > 0) return `${shown} of ${nodes.length} shown in every run; the others have too many`
  return 'Shown in every run with no other fault'
}

function Group({ effect, impact }: { readonly effect: Effect; readonly impact: Impact }) {
  const nodes = impact.nodes.filter((one) => one.effect === effect)
  if (nodes.length === 0) return null
  return (
    <Section title={TITLES[effect]} aside={nodes.length}>
      <ul className="impact-list">
        {nodes.map((node) => (
          <Row key={node.element} node={node} />
        ))}
      </ul>
    </Section>
  )
}

function Row({ node }: { readonly node: Suffering }) {
  const { element, name, effect, sentence, word } = node
  const look = LOOKS[effect]
  const show = (): void => {
    leadTo(element)
    showElement(element, [], 'look')
  }
  return (
    <li onPointerEnter={() => pointAt(element)} onPointerLeave={() => pointAt(null)}>
      <button
        type="button"
        className="impact-row"
        onClick={show}
        onFocus={() => pointAt(element)}
        onBlur={() => pointAt(null)}
      >
        <span className="impact-name ellipsis">{name}</span>
        <StateChip state={look.state}>{look.word}</StateChip>
        <span className="impact-why">{sentence}</span>
        {word === 'possible' ? <span className="impact-possible">Possible</span> : null}
      </button>
    </li>
  )
}
