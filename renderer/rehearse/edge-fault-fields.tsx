import type { EdgeFaults } from '../../shared/topology/faults.ts'
import { perform } from '../document/document.ts'
import { setEdgeFaults } from './faults.ts'
import { LatencyFields } from './latency-fields.tsx'
import { PercentRow } from './percent-row.tsx'
import { SecondsRow } from './seconds-row.tsx'

const EDGE_FAULTS = [
  ['drop', 'Loses a message', 'It never arrives'],
  ['duplicate', 'Doubles a message', 'It arrives twice'],
  ['reorder', 'Lets one overtake', 'A message passes those before it'],
] as const

/** Of what is cut or late, where one has said only that it is. */
const USUAL_MS = 30_000

interface EdgeFaultFieldsProps {
  /** By its path in the drawing. */
  readonly edge: string
  readonly faults: EdgeFaults | null
}

/** How often an edge loses, doubles or delays what it carries, and when nothing passes. */
export function EdgeFaultFields({ edge, faults }: EdgeFaultFieldsProps) {
  const change = (patch: Parameters<typeof setEdgeFaults>[1]): void => perform(setEdgeFaults(edge, patch))
  const { delay, latency } = faults ?? {}
  return (
    <>
      {EDGE_FAULTS.map(([kind, label, hint]) => (
        <PercentRow
          key={kind}
          label={label}
          hint={hint}
          value={faults?.[kind]}
          onChange={(value) => change({ [kind]: value })}
        />
      ))}
      <PercentRow
        label="Holds a message back"
        hint="It takes so much longer"
        value={delay?.chance}
        onChange={(chance) =>
          change({ delay: chance === undefined ? undefined : { chance, ms: delay?.ms ?? USUAL_MS } })
        }
      />
      {delay === undefined ? null : (
        <SecondsRow
          label="… by"
          hint="On top of what it takes anyway"
          placeholder="0"
          value={delay.ms}
          onChange={(ms) => change({ delay: { ...delay, ms: ms ?? 0 } })}
        />
      )}
      <CutFields faults={faults} onChange={(partition) => change({ partition })} />
      <LatencyFields value={latency} onChange={(value) => change({ latency: value })} />
    </>
  )
}

interface CutFieldsProps {
  readonly faults: EdgeFaults | null
  onChange(partition: EdgeFaults['partition'] | undefined): void
}

/** The first stretch in which nothing passes; more of them stand in the file. */
function CutFields({ faults, onChange }: CutFieldsProps) {
  const [first, ...others] = faults?.partition ?? []
  const from = first?.from_ms
  const set = (from_ms: number, lasts_ms: number): void =>
    onChange([{ from_ms, to_ms: from_ms + Math.max(1, lasts_ms) }, ...others])
  const lasts = first === undefined ? USUAL_MS : first.to_ms - first.from_ms
  return (
    <>
      <SecondsRow
        label="Is cut after"
        hint="From then on nothing passes; what is sent waits"
        placeholder="never"
        value={from}
        onChange={(next) => (next === undefined ? onChange(undefined) : set(next, lasts))}
      />
      {from === undefined ? null : (
        <SecondsRow
          label="… for"
          hint="Then what waits passes"
          placeholder="30"
          value={lasts}
          onChange={(next) => set(from, next ?? USUAL_MS)}
        />
      )}
    </>
  )
}
