import type { NodePolicy } from '../../shared/topology/document.ts'
import type { DrawnNode } from '../canvas/drawing/drawing.ts'
import { setPolicy } from '../document/commands/nodes.ts'
import { perform, settleChange, useDocument } from '../document/document.ts'
import { problemsAt, useProblems } from '../document/problems.ts'
import { Field } from '../ui/field.tsx'
import { NumberInput } from './number-input.tsx'

const FIELDS: readonly {
  readonly key: keyof NodePolicy
  readonly label: string
  readonly unit: string
  readonly hint: string
  readonly min: number
  readonly max: number
}[] = [
  {
    key: 'attempts',
    label: 'Attempts',
    unit: 'in all',
    hint: 'The first included; only what is known not to have happened, or may happen twice, is tried again',
    min: 1,
    max: 20,
  },
  {
    key: 'backoff_ms',
    label: 'Wait before the second attempt',
    unit: 'ms',
    hint: 'It doubles with each further one',
    min: 0,
    max: 3_600_000,
  },
  {
    key: 'timeout_ms',
    label: 'Time limit of one attempt',
    unit: 'ms',
    hint: 'From start to end; a slow agent cannot be told from a dead one without it',
    min: 1,
    max: 604_800_000,
  },
]

/** How often and how long the node may try. An empty field means the kind's own default, shown in grey. */
export function PolicyTab({ drawn }: { readonly drawn: DrawnNode }) {
  const { node, facts } = drawn
  const problems = useProblems()
  const at = useDocument((state) => state.document.nodes.findIndex((one) => one.id === node.id))
  const errors = problemsAt(problems, `nodes[${at}].policy`)
  const defaults = facts.kind?.defaultPolicy ?? {}
  return (
    <div className="inspector-part">
      {FIELDS.map(({ key, label, unit, hint, min, max }) => (
        <Field key={key} label={label} aside={unit} hint={hint} error={errors.get(key)}>
          {(ids) => (
            <NumberInput
              {...ids}
              field={{ min, max }}
              value={node.policy?.[key]}
              placeholder={defaults[key] === undefined ? none(key) : defaults[key].toLocaleString('en')}
              onChange={(value) => perform(setPolicy(node.id, key, clamp(value, min, max)))}
              onSettle={settleChange}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

function none(key: keyof NodePolicy): string {
  if (key === 'attempts') return '1'
  return key === 'timeout_ms' ? 'no limit' : '0'
}

/** A number out of range would make the file unreadable, so it is held at the nearest that is in range. */
function clamp(value: number | undefined, min: number, max: number): number | undefined {
  return value === undefined ? undefined : Math.min(max, Math.max(min, value))
}
