import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { setController } from '../document/commands/controllers.ts'
import { perform, settleChange } from '../document/document.ts'
import { Field, Select } from '../ui/field.tsx'
import { DurationInput } from './duration-input.tsx'
import { NumberInput } from './number-input.tsx'

const WEEK_MS = 604_800_000

/** The numbers of a controller. One that must be there keeps its last value while its field is empty. */
export function ControllerFields({ spec }: { readonly spec: ControllerSpec }) {
  switch (spec.type) {
    case 'breaker':
      return <BreakerFields spec={spec} />
    case 'bulkhead':
      return (
        <Count
          spec={spec}
          label="At once"
          hint="Effects of its users under way at the same time"
          value={spec.at_once}
          max={10_000}
          set={(at_once) => ({ ...spec, at_once })}
        />
      )
    case 'rate':
      return (
        <div className="inspector-pair">
          <Count
            spec={spec}
            label="Begin"
            hint="Further attempts included"
            value={spec.starts}
            max={100_000}
            set={(starts) => ({ ...spec, starts })}
          />
          <Span
            spec={spec}
            label="In"
            hint="A window that opens with the first"
            value={spec.per_ms}
            max={WEEK_MS}
            set={(per_ms) => ({ ...spec, per_ms })}
          />
        </div>
      )
    case 'budget':
      return <BudgetFields spec={spec} />
  }
}

const OPEN = [
  { value: 'refuse', label: 'Fails at once' },
  { value: 'wait', label: 'Waits until it closes' },
] as const

function BreakerFields({ spec }: { readonly spec: Extract<ControllerSpec, { type: 'breaker' }> }) {
  return (
    <>
      <div className="inspector-pair">
        <Count
          spec={spec}
          label="Opens after"
          hint="Failures in a row"
          value={spec.failures}
          max={1000}
          set={(failures) => ({ ...spec, failures })}
        />
        <Span
          spec={spec}
          label="Stays open for"
          hint="Then it tries again"
          value={spec.cooldown_ms}
          max={WEEK_MS}
          set={(cooldown_ms) => ({ ...spec, cooldown_ms })}
        />
      </div>
      <Count
        spec={spec}
        label="Then tries with"
        hint="So many at once; if they succeed it closes"
        value={spec.probes}
        max={64}
        set={(probes) => ({ ...spec, probes })}
      />
      <Field label="While it is open, what would begin">
        {(ids) => (
          <Select
            {...ids}
            value={spec.open}
            options={OPEN}
            onChange={(value) =>
              perform(setController(spec.id, { ...spec, open: value === 'wait' ? 'wait' : 'refuse' }, 'open'))
            }
          />
        )}
      </Field>
    </>
  )
}

type Budget = Extract<ControllerSpec, { type: 'budget' }>
type Limit = 'tokens' | 'usd' | 'steps' | 'retries' | 'wall_ms'

const LIMITS: readonly Limit[] = ['tokens', 'usd', 'steps', 'retries', 'wall_ms']

function BudgetFields({ spec }: { readonly spec: Budget }) {
  const set = (key: Limit, value: number | undefined): void => {
    const { [key]: _before, ...rest } = spec
    const next = value === undefined ? rest : { ...rest, [key]: value }
    // A budget that limits nothing could not be read again, so its last limit stays.
    if (LIMITS.some((limit) => next[limit as keyof typeof next] !== undefined))
      perform(setController(spec.id, next as Budget, key))
  }
  const number = (key: Limit, min: number, max: number, fraction = false) => ({
    field: { min, max, fraction },
    value: spec[key],
    placeholder: 'no limit',
    onChange: (value: number | undefined) =>
      set(key, value === undefined ? undefined : Math.min(max, Math.max(min, value))),
    onSettle: settleChange,
  })
  return (
    <>
      <div className="inspector-pair">
        <Field label="Tokens" hint="Read and written">
          {(ids) => <NumberInput {...ids} {...number('tokens', 1, 1_000_000_000)} />}
        </Field>
        <Field label="Money" aside="US$" hint="As providers report it">
          {(ids) => <NumberInput {...ids} {...number('usd', 0.01, 100_000, true)} />}
        </Field>
      </div>
      <div className="inspector-pair">
        <Field label="Steps" hint="Effects begun">
          {(ids) => <NumberInput {...ids} {...number('steps', 1, 10_000_000)} />}
        </Field>
        <Field label="Retries" hint="Further attempts in all">
          {(ids) => <NumberInput {...ids} {...number('retries', 0, 1_000_000)} />}
        </Field>
      </div>
      <Field label="Time" hint="By the wall clock, from the first effect">
        {(ids) => (
          <DurationInput
            {...ids}
            min={1}
            max={52 * WEEK_MS}
            value={spec.wall_ms}
            placeholder="no limit"
            onChange={(ms) => set('wall_ms', ms)}
            onSettle={settleChange}
          />
        )}
      </Field>
    </>
  )
}

interface ValueProps {
  readonly spec: ControllerSpec
  readonly label: string
  readonly hint: string
  readonly value: number
  readonly max: number
  set(value: number): ControllerSpec
}

function Count({ spec, label, hint, value, max, set }: ValueProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <NumberInput
          {...ids}
          field={{ min: 1, max }}
          value={value}
          onChange={(next) => {
            if (next !== undefined)
              perform(setController(spec.id, set(Math.min(max, Math.max(1, next))), label))
          }}
          onSettle={settleChange}
        />
      )}
    </Field>
  )
}

function Span({ spec, label, hint, value, max, set }: ValueProps) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <DurationInput
          {...ids}
          min={1}
          max={max}
          value={value}
          onChange={(ms) => {
            if (ms !== undefined) perform(setController(spec.id, set(ms), label))
          }}
          onSettle={settleChange}
        />
      )}
    </Field>
  )
}
