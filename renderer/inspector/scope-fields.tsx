import type { ControllerSpec } from '../../shared/topology/controls.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { groupName, usedIn } from '../canvas/drawing/controls.ts'
import { namesText } from '../controllers/scope-words.ts'
import { type Scope, setScope } from '../document/commands/controllers.ts'
import { perform, useDocument } from '../document/document.ts'
import { Field, Select } from '../ui/field.tsx'
import { NodeChecks } from './node-checks.tsx'

interface Choice {
  readonly value: string
  readonly label: string
  readonly scope: Scope
}

/** One choice of whom a controller is for; a file may say several at once, which then all have to hold. */
export function ScopeFields({ spec }: { readonly spec: ControllerSpec }) {
  const document = useDocument((state) => state.shown)
  const choices = choicesFor(spec, document)
  const now = keyOf(spec)
  const several = choices.every(({ value }) => value !== now)
  return (
    <>
      <Field label="For">
        {(ids) => (
          <Select
            {...ids}
            value={now}
            options={several ? [{ value: now, label: 'What the file says, all of it' }, ...choices] : choices}
            onChange={(value) => {
              const chosen = choices.find((one) => one.value === value)
              if (chosen !== undefined) perform(setScope(spec.id, chosen.scope))
            }}
          />
        )}
      </Field>
      {spec.nodes === undefined ? null : (
        <NodeChecks
          label="Nodes it is for"
          chosen={spec.nodes}
          least={1}
          onChange={(nodes) => perform(setScope(spec.id, { ...scopeOf(spec), nodes: [...nodes] }))}
        />
      )}
    </>
  )
}

function choicesFor(spec: ControllerSpec, document: TopologyDocument): readonly Choice[] {
  const { models, tools } = usedIn(document)
  const { groups = [], nodes } = document
  const first = nodes.find((node) => node.kind !== 'input') ?? nodes[0]
  const chosen = spec.nodes ?? (first === undefined ? [] : [first.id])
  return [
    { value: 'run', label: 'The whole run', scope: {} },
    ...(chosen.length === 0
      ? []
      : [
          {
            value: 'nodes',
            label: spec.nodes === undefined ? 'Nodes by name' : `Nodes: ${namesText(spec.nodes, document)}`,
            scope: { nodes: [...chosen] },
          },
        ]),
    ...groups.map((group) => ({
      value: `group ${group.id}`,
      label: `The group ${groupName(group)}`,
      scope: { group: group.id },
    })),
    ...withOwn(models, spec.model).map((model) => ({
      value: `model ${model}`,
      label: `All who use the model ${model}`,
      scope: { model },
    })),
    ...withOwn(tools, spec.tool).map((tool) => ({
      value: `tool ${tool}`,
      label: `All who use the tool ${tool}`,
      scope: { tool },
    })),
  ]
}

/** What the file names stays a choice, even where no node uses it any longer. */
function withOwn(used: readonly string[], own: string | undefined): readonly string[] {
  return own === undefined || used.includes(own) ? used : [...used, own]
}

function scopeOf({ group, model, tool }: ControllerSpec): Scope {
  return {
    ...(group === undefined ? {} : { group }),
    ...(model === undefined ? {} : { model }),
    ...(tool === undefined ? {} : { tool }),
  }
}

function keyOf({ nodes, group, model, tool }: ControllerSpec): string {
  const parts: string[] = []
  if (nodes !== undefined) parts.push('nodes')
  if (group !== undefined) parts.push(`group ${group}`)
  if (model !== undefined) parts.push(`model ${model}`)
  if (tool !== undefined) parts.push(`tool ${tool}`)
  return parts.length === 0 ? 'run' : parts.join(' ')
}
