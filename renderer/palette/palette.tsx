import './palette.css'
import { Search } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { kinds } from '../../shared/nodes/index.ts'
import type { Look, NodeKind } from '../../shared/topology/kind.ts'
import { addNearby } from '../canvas/adding.ts'
import { DRAGGED_KIND } from '../canvas/hands.ts'
import { currentStage } from '../canvas/stage.ts'
import { Keys } from '../ui/keys.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { ControllerFamily } from './controller-family.tsx'

const FAMILIES: readonly { readonly family: Look['family']; readonly title: string }[] = [
  { family: 'boundary', title: 'Boundary' },
  { family: 'worker', title: 'Workers' },
  { family: 'control', title: 'Control' },
  { family: 'state', title: 'State' },
]

/** The library of node kinds: drag one out, or choose it to put it in the middle of the view. */
export function Palette() {
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const shown = [...kinds.values()].filter((kind) => kind.internal !== true && matches(kind, search))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && shown[0] !== undefined) place(shown[0].kind)
    if (event.key === 'ArrowDown') list.current?.querySelector<HTMLElement>('button')?.focus()
  }
  return (
    <div className="palette">
      <div className="palette-search">
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          aria-label="Find a node"
          placeholder="Find a node"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Keys keys="N" />
      </div>
      <div className="palette-list" ref={list}>
        {FAMILIES.map(({ family, title }) => (
          <Family key={family} title={title} kinds={shown.filter((kind) => kind.look.family === family)} />
        ))}
        <ControllerFamily search={search} />
        {shown.length === 0 ? <p className="palette-none">No kind of node by that name</p> : null}
      </div>
      <p className="palette-hint">Drag onto the canvas, or drop an edge on empty space to choose.</p>
    </div>
  )
}

function matches(kind: NodeKind, search: string): boolean {
  const words = `${kind.look.label} ${kind.look.hint} ${kind.help.summary}`.toLowerCase()
  return words.includes(search.trim().toLowerCase())
}

function place(kind: string): void {
  const stage = currentStage()
  if (stage === null) return
  stage.focusNode(addNearby(kind, stage.center().drawing))
}

interface FamilyProps {
  readonly title: string
  readonly kinds: readonly NodeKind[]
}

function Family({ title, kinds: own }: FamilyProps) {
  if (own.length === 0) return null
  const drag = (event: DragEvent, kind: string): void => {
    event.dataTransfer.setData(DRAGGED_KIND, kind)
    event.dataTransfer.effectAllowed = 'copy'
  }
  return (
    <section className="palette-family" aria-label={title}>
      <h2>{title}</h2>
      {own.map(({ kind, look, help }) => (
        <button
          key={kind}
          type="button"
          className="palette-kind"
          draggable
          data-kind={kind}
          title={help.summary}
          onClick={() => place(kind)}
          onDragStart={(event) => drag(event, kind)}
        >
          <span className="palette-tile">
            <KindIcon name={look.icon} />
          </span>
          <span className="palette-label">{look.label}</span>
          <span className="palette-aside">{look.hint}</span>
        </button>
      ))}
    </section>
  )
}
