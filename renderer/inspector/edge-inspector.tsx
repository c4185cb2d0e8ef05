import { accessSchema, type EdgePolicy } from '../../shared/topology/document.ts'
import type { DrawnEdge } from '../canvas/drawing/drawing.ts'
import { DEFAULT_CAPACITY, DEFAULT_ROUNDS } from '../canvas/drawing/words.ts'
import { setAccess, setEdgePolicy } from '../document/commands/edges.ts'
import { remove } from '../document/commands/nodes.ts'
import { perform, settleChange } from '../document/document.ts'
import { clearSelection } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'
import { Field, Select } from '../ui/field.tsx'
import { JsonInput } from './json-input.tsx'
import { NumberInput } from './number-input.tsx'

/** A channel's policy, or what a worker may do with a repository. */
export function EdgeInspector({ drawn }: { readonly drawn: DrawnEdge }) {
  const { edge, source, target, resource } = drawn
  const removeEdge = (): void => {
    perform(remove(new Set(), new Set([edge.id])))
    clearSelection()
  }
  return (
    <>
      <header className="inspector-head">
        <h2 className="ellipsis">
          {source.facts.name} → {target.facts.name}
        </h2>
        <code className="inspector-id">{edge.id}</code>
      </header>
      <div className="tab-panel">
        <div className="inspector-part">
          <dl className="inspector-facts">
            <dt>From</dt>
            <dd className="data">{edge.from}</dd>
            <dt>To</dt>
            <dd className="data">{edge.to}</dd>
          </dl>
        </div>
        {resource ? <AccessFields drawn={drawn} /> : <ChannelFields drawn={drawn} />}
        <div className="inspector-part">
          <Button look="danger" className="add-row" onClick={removeEdge}>
            Delete this edge
          </Button>
        </div>
      </div>
    </>
  )
}

const ACCESS = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'read-modify-write', label: 'Read, modify and write' },
] as const

function AccessFields({ drawn }: { readonly drawn: DrawnEdge }) {
  const { id, access } = drawn.edge
  return (
    <div className="inspector-part">
      <Field label="What it may do" hint="Enforced while it runs">
        {(ids) => (
          <Select
            {...ids}
            value={access ?? 'read'}
            options={ACCESS}
            onChange={(value) => perform(setAccess(id, accessSchema.parse(value)))}
          />
        )}
      </Field>
    </div>
  )
}

const FULL = [
  { value: 'block', label: 'The sender waits' },
  { value: 'reject', label: 'The message is refused' },
  { value: 'drop-oldest', label: 'The oldest is dropped' },
] as const

const ORDER = [
  { value: 'fifo', label: 'First in, first out' },
  { value: 'any', label: 'In any order' },
] as const

function ChannelFields({ drawn }: { readonly drawn: DrawnEdge }) {
  const { id, policy = {} } = drawn.edge
  const set = <K extends keyof EdgePolicy>(key: K, value: EdgePolicy[K] | undefined): void =>
    perform(setEdgePolicy(id, key, value))
  return (
    <div className="inspector-part">
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
      <Field label="When it is full">
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
      <Field label="Contract" aside="JSON Schema" hint="What every message here must be; empty: anything">
        {(ids) => (
          <JsonInput
            {...ids}
            invalid={false}
            value={policy.contract}
            onChange={(value) => set('contract', isObject(value) ? value : undefined)}
            onSettle={settleChange}
          />
        )}
      </Field>
    </div>
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
