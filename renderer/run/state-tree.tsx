import './tree.css'
import { useState } from 'react'
import { shortDigest } from '../playback/texts.ts'

interface StateTreeProps {
  readonly name: string
  readonly value: unknown
  readonly depth?: number
}

const OPEN_TO_DEPTH = 2

/** A value as a tree of its parts, as it is in the journal. */
export function StateTree({ name, value, depth = 0 }: StateTreeProps) {
  const [open, setOpen] = useState(depth < OPEN_TO_DEPTH)
  if (typeof value !== 'object' || value === null) {
    return (
      <li className="tree-leaf">
        <span className="tree-name">{name}</span>
        <span className={`tree-value tree-${typeof value}`}>{leafText(value)}</span>
      </li>
    )
  }
  const parts = Object.entries(value)
  const summary = Array.isArray(value) ? `${parts.length} in a list` : `${parts.length} parts`
  if (parts.length === 0) {
    return (
      <li className="tree-leaf">
        <span className="tree-name">{name}</span>
        <span className="tree-value tree-none">{Array.isArray(value) ? 'empty list' : 'empty'}</span>
      </li>
    )
  }
  return (
    <li>
      <button type="button" className="tree-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="tree-name">{name}</span>
        {open ? null : <span className="tree-value tree-none">{summary}</span>}
      </button>
      {open ? (
        <ul className="tree-parts">
          {parts.map(([key, part]) => (
            <StateTree
              key={key}
              name={Array.isArray(value) ? `${Number(key) + 1}` : key}
              value={part}
              depth={depth + 1}
            />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function leafText(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'string')
    return /^[0-9a-f]{64}$/.test(value) ? shortDigest(value) : value === '' ? '""' : value
  return String(value)
}
