import { useDocument } from '../document/document.ts'
import { freshTopologyId } from '../document/ids.ts'
import { topologyName } from '../document/inside.ts'
import { Select } from '../ui/field.tsx'

interface TopologyInputProps {
  readonly id: string
  readonly 'aria-describedby'?: string | undefined
  readonly value: string
  onChange(value: string): void
}

const NEW = ''

/** Which of the drawing's own topologies a node is of, or a new one. */
export function TopologyInput({ value, onChange, ...ids }: TopologyInputProps) {
  const topologies = useDocument((state) => state.document.topologies)
  const known = (topologies ?? []).map((one) => ({ value: one.id, label: topologyName(one) }))
  const missing = known.some((one) => one.value === value)
    ? []
    : [{ value, label: `${value} (no such topology)` }]
  const choose = (next: string): void => {
    const taken = new Set(known.map((one) => one.value))
    onChange(next === NEW ? freshTopologyId('team', taken) : next)
  }
  const options = [...missing, ...known, { value: NEW, label: 'A new one' }]
  return <Select {...ids} value={value} options={options} onChange={choose} />
}
