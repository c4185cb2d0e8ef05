import type { NodePolicy } from '../../shared/topology/document.ts'
import type { DrawnNode } from '../canvas/drawing/drawing.ts'
import { setPolicies, setWhenItFails, type WhenItFails, whenItFails } from '../document/commands/policies.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { problemsAt, useShownProblems } from '../document/problems.ts'
import { durationText } from '../ui/duration.ts'
import { Empty } from '../ui/empty.tsx'
import { Field, Select, Switch } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { DurationInput } from './duration-input.tsx'
import { HelpNote } from './help-note.tsx'
import { NodeControls } from './node-controls.tsx'
import { NumberInput } from './number-input.tsx'
import { BACKOFF, FAILURE_HELP, LIMIT_HELP, LIMITS, RETRY_HELP, type TimeField } from './policy-words.ts'

interface PolicyProps {
  readonly id: string
  readonly own: NodePolicy
  /** What the kind does where the drawing says nothing; shown in grey. */
  readonly usual: NodePolicy
  readonly errors: ReadonlyMap<string, string>
}

/** How often and how long the node may try, and what becomes of a message that failed for good. */
export function PolicyTab({ drawn }: { readonly drawn: DrawnNode }) {
  const { node, facts } = drawn
  const problems = useShownProblems().own
  const at = useDocument((state) => state.shown.nodes.findIndex((one) => one.id === node.id))
  if (!canFail(drawn)) {
    return (
      <>
        <Empty title={`${facts.kindLabel} has no policies`}>
          It asks nothing of the world, so there is nothing that could fail, be repeated or take too long.
        </Empty>
        <NodeControls id={node.id} />
      </>
    )
  }
  const own = node.policy ?? {}
  const usual = facts.kind?.defaultPolicy ?? {}
  const props = { id: node.id, own, usual, errors: problemsAt(problems, `nodes[${at}].policy`) }
  return (
    <>
      <Retries {...props} />
      <TimeLimits {...props} />
      <WhenFails {...props} />
      <NodeControls id={node.id} />
    </>
  )
}

/** A node without an error port has nothing to tell of, unless its file says that it has. */
function canFail({ node, facts }: DrawnNode): boolean {
  return node.policy !== undefined || facts.kind === null || facts.ports.out.some((port) => port.error)
}

function Retries({ id, own, usual, errors }: PolicyProps) {
  const tries = own.attempts ?? usual.attempts ?? 1
  return (
    <Section title="Retries" aside={tries === 1 ? 'none' : `${tries} attempts`}>
      <div className="inspector-pair">
        <Field label="Attempts" aside="in all" hint="The first included" error={errors.get('attempts')}>
          {(ids) => (
            <NumberInput
              {...ids}
              field={{ min: 1, max: 20 }}
              value={own.attempts}
              placeholder={String(usual.attempts ?? 1)}
              onChange={(value) => perform(setPolicies(id, { attempts: clamp(value, 1, 20) }))}
              onSettle={settleChange}
            />
          )}
        </Field>
        <Field label="Spread" aside="%" hint="Of the pause, at random" error={errors.get('jitter')}>
          {(ids) => (
            <NumberInput
              {...ids}
              field={{ min: 0, max: 100 }}
              value={own.jitter === undefined ? undefined : Math.round(own.jitter * 100)}
              placeholder={String((usual.jitter ?? 0) * 100)}
              onChange={(value) => perform(setPolicies(id, { jitter: partOf(clamp(value, 0, 100)) }))}
              onSettle={settleChange}
            />
          )}
        </Field>
      </div>
      <TimePolicy field={BACKOFF} id={id} own={own} usual={usual} errors={errors} />
      <HelpNote title="When to retry" paragraphs={RETRY_HELP} />
    </Section>
  )
}

function TimeLimits(props: PolicyProps) {
  const { id, own, usual, errors } = props
  const limit = own.timeout_ms ?? usual.timeout_ms
  const error = errors.get('takeover')
  return (
    <Section title="Time limits" aside={limit === undefined ? 'none' : durationText(limit)}>
      {LIMITS.map((field) => (
        <TimePolicy key={field.key} field={field} {...props} />
      ))}
      <Switch
        label="Take over when it seems dead"
        checked={own.takeover ?? usual.takeover ?? false}
        onChange={(on) => perform(setPolicies(id, { takeover: on || undefined }))}
      />
      {error === undefined ? null : <p className="field-error">{error}</p>}
      <HelpNote title="Which limit to set" paragraphs={LIMIT_HELP} />
    </Section>
  )
}

function TimePolicy({ field, id, own, usual, errors }: PolicyProps & { readonly field: TimeField }) {
  const { key, label, hint, min, max } = field
  const inKind = usual[key]
  return (
    <Field label={label} hint={hint} error={errors.get(key)}>
      {(ids) => (
        <DurationInput
          {...ids}
          min={min}
          max={max}
          value={own[key]}
          placeholder={inKind === undefined ? field.usual : durationText(inKind)}
          onChange={(ms) => perform(setPolicies(id, { [key]: ms }))}
          onSettle={settleChange}
        />
      )}
    </Field>
  )
}

const CHOICES: readonly { readonly value: WhenItFails; readonly label: string; readonly hint: string }[] = [
  {
    value: 'error',
    label: 'The error goes on',
    hint: 'By the error port; where that leads nowhere, to the group, and then the run fails',
  },
  {
    value: 'fallback',
    label: 'The message goes elsewhere',
    hint: 'As it came, by the port fallback of the card: wire it to who tries instead',
  },
  {
    value: 'person',
    label: 'The message waits for a person',
    hint: 'Who may change it, and sends it again or drops it; the run goes on meanwhile',
  },
]

function WhenFails({ id, own, errors }: PolicyProps) {
  const choice = whenItFails(own)
  const chosen = CHOICES.find(({ value }) => value === choice)
  return (
    <Section title="When it fails">
      <Field
        label="After the last attempt"
        hint={chosen?.hint}
        error={errors.get('fallback') ?? errors.get('dead_letter')}
      >
        {(ids) => (
          <Select
            {...ids}
            value={choice}
            options={CHOICES}
            onChange={(value) =>
              perform(setWhenItFails(id, CHOICES.find((one) => one.value === value)?.value ?? 'error'))
            }
          />
        )}
      </Field>
      <HelpNote title="What to choose" paragraphs={FAILURE_HELP} />
    </Section>
  )
}

/** A number out of range would make the file unreadable, so it is held at the nearest that is in range. */
function clamp(value: number | undefined, min: number, max: number): number | undefined {
  return value === undefined ? undefined : Math.min(max, Math.max(min, value))
}

function partOf(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : percent / 100
}
