import { useContext, useEffect, useRef } from 'react'
import { Finder, type Found } from '../ui/finder.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { addPicked } from './adding.ts'
import { closePicker, type Picker } from './canvas-state.ts'
import { DrawingContext } from './drawing-context.ts'
import { currentStage } from './stage.ts'
import { kindsFor } from './wiring.ts'

const WIDTH = 240
const HEIGHT = 300

/** The list of kinds that fit the place, with the keyboard in its search field. */
export function NodePicker({ picker }: { readonly picker: Picker }) {
  const drawing = useContext(DrawingContext)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const outside = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) closePicker()
    }
    window.addEventListener('pointerdown', outside, true)
    return () => window.removeEventListener('pointerdown', outside, true)
  }, [])
  const anchor =
    picker.for.type === 'end'
      ? drawing?.nodes.get(picker.for.node)?.anchors.find(isAnchor(picker.for.anchor))
      : null
  const fitting = kindsFor(anchor ?? null).filter((kind) => picker.for.type !== 'edge' || passes(kind))
  const found = fitting.map(
    (kind): Found => ({
      id: kind.kind,
      label: kind.look.label,
      aside: kind.look.hint,
      icon: <KindIcon name={kind.look.icon} size={14} />,
      words: kind.help.summary,
      run: () => {
        const id = addPicked(kind.kind, picker)
        closePicker()
        if (id !== null) currentStage()?.focusNode(id)
      },
    }),
  )
  return (
    <div
      ref={box}
      className="picker"
      style={{
        left: Math.max(8, Math.min(picker.window.x, innerWidth - WIDTH - 8)),
        top: Math.max(8, Math.min(picker.window.y, innerHeight - HEIGHT - 8)),
      }}
    >
      <Finder
        label="Add a node"
        placeholder="Find a node"
        groups={[{ title: '', found }]}
        onEscape={closePicker}
      />
    </div>
  )
}

function isAnchor(id: string): (anchor: { readonly id: string }) => boolean {
  return (anchor) => anchor.id === id
}

/** A node that goes into an edge takes a message and sends one on. */
function passes(kind: ReturnType<typeof kindsFor>[number]): boolean {
  const ports = kind.ports(kind.fresh())
  return ports.in.length > 0 && ports.out.some((port) => port.error !== true)
}
