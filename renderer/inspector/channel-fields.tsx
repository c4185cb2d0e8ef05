import { DEFAULT_CAPACITY, DEFAULT_ROUNDS } from '../../shared/topology/assemble.ts'
import type { EdgePolicy } from '../../shared/topology/document.ts'
import type { DrawnEdge } from '../canvas/drawing/drawing.ts'
import { setEdgePolicy } from '../document/commands/edges.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { problemsAt, useShownProblems } from '../document/problems.ts'
import { Field, Select } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { DurationInput } from './duration-input.tsx'
import { HelpNote } from './help-note.tsx'
import { NumberInput } from './number-input.tsx'
import { StageFields } from './stage-fields.tsx'

const FULL = [
  { value: 'block', label: 'The sender waits' },
  { value: 'reject', label: 'The message is refused' },
  { value: 'drop-oldest', label: 'The oldest is dropped' },
] as const

const FULL_HINTS: Readonly<Record<(typeof FULL)[number]['value'], string>> = {
  block: 'Nothing is lost; what is slow slows down those before it',
  reject: 'It is kept on the edge, and can be sent again; nobody waits for it',
  'drop-oldest': 'For what is stale anyway; what was dropped is kept on the edge',
}

const ORDER = [
  { value: 'fifo', label: 'First in, first out' },
  { value: 'any', label: 'In any order' },
] as const

const DELIVERY = [
  { value: 'at-least-once', label: 'At least once' },
  { value: 'at-most-once', label: 'At most once' },
] as const

const DELIVERY_HINTS: Readonly<Record<(typeof DELIVERY)[number]['value'], string>> = {
  'at-least-once': 'When its receiver is restarted in the middle of it, a message comes again',
  'at-most-once':
    'When its receiver is restarted in the middle of it, a message is given up, and kept on the edge',
}

const QUEUE_HELP: readonly string[] = [
  'An edge is a queue. A short one lets pressure be felt early: the sender waits and does no work that nobody can take. A long one takes a burst, and hides for longer that the receiver is too slow.',
  'Any order lets whoever is ready be served, where messages have nothing to do with each other.',
  'At least once is right for work that must be done: what begins again does no harm, since each effect knows whether it may. At most once is for what is worse done twice than not at all, such as a message to a person.',
]

const TIME_HELP: readonly string[] = [
  'The time runs from the moment at which a message passes here, for it and for all that comes of it. Whatever is not done with by then fails where it is, as an error.',
  'Use it where a late answer is of no use: the limits of single nodes add up, this one does not.',
]

/** What an edge is as a queue, what a message meets on it, and how long it has from there on. */
export function ChannelFields({ drawn }: { readonly drawn: DrawnEdge }) {
  const { id, policy = {} } = drawn.edge
  const at = useDocument((state) => state.shown.edges.findIndex((one) => one.id === id))
  const errors = problemsAt(useShownProblems().own, `edges[${at}].policy`)
  return (
    <>
      <Queue drawn={drawn} policy={policy} />
      <StageFields id={id} policy={policy} errors={errors} />
      <Section title="Time" aside={policy.deadline_ms === undefined ? 'no limit' : 'limited'}>
        <Field
          label="Done within"
          hint="For what passes here and all that comes of it"
          error={errors.get('deadline_ms')}
        >
          {(ids) => (
            <DurationInput
              {...ids}
              min={1}
              max={604_800_000}
              value={policy.deadline_ms}
              placeholder="no limit"
              onChange={(ms) => perform(setEdgePolicy(id, 'deadline_ms', ms))}
              onSettle={settleChange}
            />
          )}
        </Field>
        <HelpNote title="When to set it" paragraphs={TIME_HELP} />
      </Section>
    </>
  )
}

function Queue({ drawn, policy }: { readonly drawn: DrawnEdge; readonly policy: EdgePolicy }) {
  const { id } = drawn.edge
  const set = <K extends keyof EdgePolicy>(key: K, value: EdgePolicy[K] | undefined): void =>
    perform(setEdgePolicy(id, key, value))
  return (
    <Section title="Queue">
      <Field label="Capacity" aside="messages" hint="How many may wait before the receiver">
        {(ids) => (
          <NumberInput
            {...ids}
            field={{ min: 1, max: 100_000 }}
            value={policy.capacity}
            placeholder={String(DEFAULT_CAPACITY)}
            onChange={(value) => set('capacity', clamp(value, 100_000))}
            onSettle={settleChange}
          />
        )}
      </Field>
      <Field label="When it is full" hint={FULL_HINTS[policy.full ?? 'block']}>
        {(ids) => (
          <Select
            {...ids}
            value={policy.full ?? 'block'}
            options={FULL}
            onChange={(value) => set('full', pick(FULL, value, 'block'))}
          />
        )}
      </Field>
      <Field label="Order">
        {(ids) => (
          <Select
            {...ids}
            value={policy.order ?? 'fifo'}
            options={ORDER}
            onChange={(value) => set('order', pick(ORDER, value, 'fifo'))}
          />
        )}
      </Field>
      <Field label="Delivery" hint={DELIVERY_HINTS[policy.delivery ?? 'at-least-once']}>
        {(ids) => (
          <Select
            {...ids}
            value={policy.delivery ?? 'at-least-once'}
            options={DELIVERY}
            onChange={(value) => set('delivery', pick(DELIVERY, value, 'at-least-once'))}
          />
        )}
      </Field>
      {drawn.back ? (
        <Field label="Rounds" hint="How often a message may come back this way; then it leaves by exhausted">
          {(ids) => (
            <NumberInput
              {...ids}
              field={{ min: 1, max: 1000 }}
              value={policy.rounds}
              placeholder={String(DEFAULT_ROUNDS)}
              onChange={(value) => set('rounds', clamp(value, 1000))}
              onSettle={settleChange}
            />
          )}
        </Field>
      ) : null}
      <HelpNote title="What to choose" paragraphs={QUEUE_HELP} />
    </Section>
  )
}

/** The default is left out of the file. */
function pick<T extends string>(
  options: readonly { readonly value: T }[],
  value: string,
  usual: T,
): T | undefined {
  const found = options.find((option) => option.value === value)?.value
  return found === usual ? undefined : found
}

function clamp(value: number | undefined, max: number): number | undefined {
  return value === undefined ? undefined : Math.min(max, Math.max(1, value))
}
