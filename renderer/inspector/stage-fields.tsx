import { kinds } from '../../shared/nodes/index.ts'
import type { EdgePolicy } from '../../shared/topology/document.ts'
import { setEdgePolicy } from '../document/commands/edges.ts'
import { perform, settleChange } from '../document/document.ts'
import { Field, Switch } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { FormField } from './form-field.tsx'
import { HelpNote } from './help-note.tsx'
import { JsonInput } from './json-input.tsx'

const HELP: readonly string[] = [
  'A message meets these in their order here, one message at a time, so that order is kept.',
  'A contract says what a message must look like; one that breaks it fails the run, and the error names the field. Use it where a wrong shape must not travel on.',
  'A condition lets only some messages on. What does not meet it ends here, seen on the edge, and counts as no failure. Where the others are wanted elsewhere, use a router.',
  'A transform makes another message of it: pick fields, rename them, count something.',
  'A guard asks a person about each message, as a gate does. What is not approved ends here; where it is wanted elsewhere, use a gate.',
]

interface StageFieldsProps {
  readonly id: string
  readonly policy: EdgePolicy
  readonly errors: ReadonlyMap<string, string>
}

/** What stands on the edge: contract, condition, transform and guard. */
export function StageFields({ id, policy, errors }: StageFieldsProps) {
  const { contract, condition, transform, guard } = policy
  const count = [contract, condition, transform, guard].filter((one) => one !== undefined).length
  return (
    <Section title="On the way" aside={count === 0 ? 'nothing' : count}>
      <Field
        label="Contract"
        aside="JSON Schema"
        hint="What every message here must be; empty: anything"
        error={errors.get('contract')}
      >
        {(ids) => (
          <JsonInput
            {...ids}
            invalid={errors.has('contract')}
            value={contract}
            onChange={(value) => perform(setEdgePolicy(id, 'contract', isObject(value) ? value : undefined))}
            onSettle={settleChange}
          />
        )}
      </Field>
      <Expression
        id={id}
        name="condition"
        label="Condition"
        hint="Only where it is true does the message go on, such as in.score > 3"
        policy={policy}
        error={errors.get('condition') ?? errors.get('condition.when')}
      />
      <Expression
        id={id}
        name="transform"
        label="Transform"
        hint={'What goes on in its place, such as { "task": in.summary }'}
        policy={policy}
        error={errors.get('transform') ?? errors.get('transform.transform')}
      />
      <Guard id={id} guard={guard} errors={errors} />
      <HelpNote title="What each is for" paragraphs={HELP} />
    </Section>
  )
}

interface ExpressionProps {
  readonly id: string
  readonly name: 'condition' | 'transform'
  readonly label: string
  readonly hint: string
  readonly policy: EdgePolicy
  readonly error: string | undefined
}

function Expression({ id, name, label, hint, policy, error }: ExpressionProps) {
  return (
    <Field label={label} aside="JSONata over in" hint={hint} error={error}>
      {(ids) => (
        <textarea
          {...ids}
          className="input input-data expression"
          rows={1}
          spellCheck={false}
          maxLength={10_000}
          value={policy[name] ?? ''}
          aria-invalid={error !== undefined}
          onChange={(event) => perform(setEdgePolicy(id, name, event.currentTarget.value || undefined))}
          onBlur={settleChange}
        />
      )}
    </Field>
  )
}

interface GuardProps {
  readonly id: string
  readonly guard: EdgePolicy['guard']
  readonly errors: ReadonlyMap<string, string>
}

/** The settings of a gate, on an edge. */
function Guard({ id, guard, errors }: GuardProps) {
  const gate = kinds.get('gate')
  if (gate === undefined) return null
  const parsed = gate.schema.safeParse(guard)
  const filled = (parsed.success ? parsed.data : { ...(gate.fresh() as object), ...guard }) as Settings
  const set = (key: string, value: unknown): void => {
    const { [key]: _before, ...rest } = guard ?? {}
    perform(setEdgePolicy(id, 'guard', value === undefined ? rest : { ...rest, [key]: value }))
  }
  return (
    <>
      <Switch
        label="Guard: a person decides"
        checked={guard !== undefined}
        onChange={(on) => {
          settleChange()
          perform(setEdgePolicy(id, 'guard', on ? { ask: 'May this message go on?' } : undefined))
          settleChange()
        }}
      />
      {guard === undefined
        ? null
        : gate.form
            .flatMap(({ fields }) => fields)
            .map((field) => (
              <FormField
                key={field.key}
                field={field}
                value={guard[field.key] ?? filled[field.key]}
                errors={errors}
                path={`guard.${field.key}`}
                onChange={(value) => set(field.key, value)}
                onSettle={settleChange}
              />
            ))}
    </>
  )
}

type Settings = { readonly [key: string]: unknown }

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
