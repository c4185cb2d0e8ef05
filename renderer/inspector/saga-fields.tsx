import type { GroupSpec } from '../../shared/topology/controls.ts'
import { draw } from '../canvas/drawing/drawing.ts'
import { namesApart } from '../canvas/drawing/nodes.ts'
import { setSaga, setUndo } from '../document/commands/groups.ts'
import { perform, useDocument } from '../document/document.ts'
import { Field, Select, Switch } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { HelpNote } from './help-note.tsx'

const HELP: readonly string[] = [
  'When a member fails for good, the work of the members that are done already is taken back, one after the other, the last one first. Each names a node outside the group that knows how: delete the branch, cancel the booking, post a correction.',
  'Use it where several steps outside Synod belong together and there is no way to do all or nothing. What takes work back should be safe to run twice.',
  'Taking back is as durable as the rest: it goes on after a crash. What it cannot take back it tells as a failure.',
]

/** Who takes back what a member did, when a later member fails. */
export function SagaFields({ group }: { readonly group: GroupSpec }) {
  const document = useDocument((state) => state.shown)
  const { id, members, saga } = group
  const drawing = draw(document)
  const names = namesApart(document.nodes)
  const drawn = members.flatMap((member) => drawing.nodes.get(member) ?? [])
  // A member that does no work has nothing to take back, unless the file says otherwise.
  const shown = drawn.filter(
    ({ node, facts }) => facts.kind?.look.family === 'worker' || saga?.undo[node.id] !== undefined,
  )
  const takers = [...drawing.nodes.values()].filter(
    ({ node, facts }) => !members.includes(node.id) && facts.ports.in.length > 0,
  )
  const options = [
    { value: '', label: takers.length === 0 ? 'No node outside the group takes messages' : 'Nobody yet' },
    ...takers.map(({ node }) => ({ value: node.id, label: names.get(node.id) ?? node.id })),
  ]
  return (
    <Section title="Taking work back" aside={saga === undefined ? 'off' : 'saga'}>
      <Switch
        label="Take back what is done when a member fails"
        checked={saga !== undefined}
        onChange={(on) => perform(setSaga(id, on))}
      />
      {saga === undefined
        ? null
        : shown.map(({ node }) => (
            <Field
              key={node.id}
              label={`What ${names.get(node.id)} did is taken back by`}
              error={
                saga.undo[node.id] === undefined ? 'Name a node, or take it out of the group' : undefined
              }
            >
              {(ids) => (
                <Select
                  {...ids}
                  value={saga.undo[node.id] ?? ''}
                  options={options}
                  onChange={(value) => perform(setUndo(id, node.id, value === '' ? null : value))}
                />
              )}
            </Field>
          ))}
      <HelpNote title="When to take work back" paragraphs={HELP} />
    </Section>
  )
}
