import type { GroupSpec } from '../../shared/topology/controls.ts'
import { STRATEGIES } from '../canvas/groups/words.ts'
import { setRestart } from '../document/commands/groups.ts'
import { perform, settleChange } from '../document/document.ts'
import { durationText } from '../ui/duration.ts'
import { Field, Select, Switch } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { DurationInput } from './duration-input.tsx'
import { HelpNote } from './help-note.tsx'
import { MemberOrder } from './member-order.tsx'
import { NumberInput } from './number-input.tsx'

type Restart = NonNullable<GroupSpec['restart']>

const FRESH: Restart = { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 0 }

const HINTS: Readonly<Record<Restart['strategy'], string>> = {
  'one-for-one': 'For members that do not depend on each other',
  'all-for-one': 'For members that are of no use alone',
  'rest-for-one': 'For a chain: each builds on those before it',
}

const HELP: readonly string[] = [
  'A member that fails for good, after all its attempts, is put back to its beginning and given its message again. What may have happened only once is cleared up first.',
  'Use it where a fresh start helps: an agent that has talked itself into a corner, a tool that keeps a broken session.',
  'The intensity keeps a group from restarting for ever: beyond it the failure goes on to the run, which fails.',
]

/** Who starts again when a member fails, how often, and after which pause. */
export function RestartFields({ group }: { readonly group: GroupSpec }) {
  const { id, restart } = group
  const set = (next: Restart | undefined, key: string): void => perform(setRestart(id, next, key))
  return (
    <Section
      title="Restart"
      aside={restart === undefined ? 'off' : `${restart.most} in ${durationText(restart.within_ms)}`}
    >
      <Switch
        label="Start again when a member fails"
        checked={restart !== undefined}
        onChange={(on) => set(on ? FRESH : undefined, 'on')}
      />
      {restart === undefined ? null : <Strategy restart={restart} set={set} />}
      {restart?.strategy === 'rest-for-one' ? <MemberOrder group={group} /> : null}
      {restart === undefined ? null : <Intensity restart={restart} set={set} />}
      <HelpNote title="When a restart helps" paragraphs={HELP} />
    </Section>
  )
}

interface PartProps {
  readonly restart: Restart
  set(next: Restart, key: string): void
}

function Strategy({ restart, set }: PartProps) {
  return (
    <Field label="Who starts again" hint={HINTS[restart.strategy]}>
      {(ids) => (
        <Select
          {...ids}
          value={restart.strategy}
          options={STRATEGIES}
          onChange={(value) => {
            const strategy = STRATEGIES.find((one) => one.value === value)?.value
            if (strategy !== undefined) set({ ...restart, strategy }, 'strategy')
          }}
        />
      )}
    </Field>
  )
}

function Intensity({ restart, set }: PartProps) {
  return (
    <>
      <div className="inspector-pair">
        <Field label="At most" aside="restarts">
          {(ids) => (
            <NumberInput
              {...ids}
              field={{ min: 1, max: 1000 }}
              value={restart.most}
              onChange={(value) => {
                if (value !== undefined) set({ ...restart, most: Math.min(1000, Math.max(1, value)) }, 'most')
              }}
              onSettle={settleChange}
            />
          )}
        </Field>
        <Field label="Within">
          {(ids) => (
            <DurationInput
              {...ids}
              min={1}
              max={604_800_000}
              value={restart.within_ms}
              onChange={(ms) => {
                if (ms !== undefined) set({ ...restart, within_ms: ms }, 'within_ms')
              }}
              onSettle={settleChange}
            />
          )}
        </Field>
      </div>
      <Field label="Pause before a restart">
        {(ids) => (
          <DurationInput
            {...ids}
            min={0}
            max={3_600_000}
            value={restart.backoff_ms}
            placeholder="0 s"
            onChange={(ms) => set({ ...restart, backoff_ms: ms ?? 0 }, 'backoff_ms')}
            onSettle={settleChange}
          />
        )}
      </Field>
    </>
  )
}
