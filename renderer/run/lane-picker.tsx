import type { DocumentNode, TopologyDocument } from '../../shared/topology/document.ts'
import { type Inside, namingOf } from '../../shared/topology/inside.ts'
import { chooseLane, laneOf } from '../playback/naming.ts'
import { usePlayback } from '../playback/playback.ts'
import { nodeViewOf } from '../playback/views.ts'
import { Select } from '../ui/field.tsx'
import { StateGlyph } from '../ui/glyph.tsx'

/** More than this are a list to choose from. */
const MOST = 8

interface LanePickerProps {
  readonly document: TopologyDocument
  readonly node: DocumentNode
  /** The way in to the map, itself included. */
  readonly inside: Inside
}

/** Which lane of a map is looked at: each with what it does now. */
export function LanePicker({ document, node, inside }: LanePickerProps) {
  const state = usePlayback()
  if (state.trace === null || node.kind !== 'map') return null
  const map = namingOf(document, inside.slice(0, -1), laneOf).prefix + node.id
  const actor = state.trace.plan.actors.find(({ id }) => id === map)
  const lanes = [...(actor?.outOf.keys() ?? [])].filter((port) => port.startsWith('lane')).length
  const shown = state.lanes.get(map) ?? 0
  const views = Array.from({ length: lanes }, (_, lane) => nodeViewOf(state, `${map}/${lane}`))
  if (lanes > MOST) {
    const options = views.map((view, lane) => ({
      value: String(lane),
      label: `Lane ${lane + 1}: ${view?.chip.toLowerCase() ?? 'idle'}`,
    }))
    return (
      <span className="lanes">
        <Select
          aria-label={`Lane of ${node.name ?? node.id}`}
          value={String(shown)}
          options={options}
          onChange={(lane) => chooseLane(map, Number(lane))}
        />
      </span>
    )
  }
  return (
    <fieldset className="lanes" aria-label={`Lane of ${node.name ?? node.id}`}>
      {views.map((view, lane) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: lanes have no other name
          key={lane}
          type="button"
          className="lane"
          aria-pressed={lane === shown}
          aria-label={`Lane ${lane + 1}, ${view?.chip.toLowerCase() ?? 'idle'}`}
          title={`Lane ${lane + 1}: ${view?.chip ?? 'Idle'}`}
          onClick={() => chooseLane(map, lane)}
        >
          <StateGlyph state={view?.state ?? 'idle'} />
          Lane {lane + 1}
        </button>
      ))}
    </fieldset>
  )
}
