import { create } from 'zustand'
import { findHazards, HAZARD_RULES, type Hazard } from '../../shared/hazards/index.ts'
import type { HazardRule } from '../../shared/hazards/rule.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useDocument } from '../document/document.ts'

interface Hazards {
  readonly document: TopologyDocument | null
  /** Those that nobody has accepted, the gravest first. */
  readonly open: readonly Hazard[]
  readonly silenced: readonly Hazard[]
  /** The one whose place in the drawing is shown, by its key. */
  readonly pointed: string | null
}

const NONE: readonly Hazard[] = []

/** What can go wrong with what is drawn. Looked for when the hands rest, so that no key or drag waits for it. */
export const useHazards = create<Hazards>()(() => ({
  document: null,
  open: NONE,
  silenced: NONE,
  pointed: null,
}))

const REST_MS = 120
let timer: ReturnType<typeof setTimeout> | null = null

function look(): void {
  timer = null
  const { document } = useDocument.getState()
  const found = findHazards(document, kinds)
  useHazards.setState({
    document,
    open: found.filter(({ silenced }) => silenced === null),
    silenced: found.filter(({ silenced }) => silenced !== null),
  })
}

/** Follows the document until the end of the window. */
export function followHazards(): () => void {
  const schedule = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(look, REST_MS)
  }
  schedule()
  return useDocument.subscribe((now, before) => {
    if (now.document !== before.document) schedule()
  })
}

/** The marks of one element: how many hazards stand there, by the gravest. Only its first element carries a badge. */
export function marksOf(
  open: readonly Hazard[],
  id: string,
): { readonly errors: number; readonly warnings: number } {
  let errors = 0
  let warnings = 0
  for (const { finding, level } of open) {
    if (finding.elements[0] !== id) continue
    if (level === 'error') errors += 1
    else if (level === 'warning') warnings += 1
  }
  return { errors, warnings }
}

/** The level of the hazard that is pointed at, where it speaks of this element; null elsewhere. */
export function pointedLevel({ open, pointed }: Hazards, id: string): Hazard['level'] | null {
  if (pointed === null) return null
  const hazard = open.find(({ key }) => key === pointed)
  return hazard?.finding.elements.includes(id) === true ? hazard.level : null
}

export function pointAt(key: string | null): void {
  if (useHazards.getState().pointed !== key) useHazards.setState({ pointed: key })
}

export function ruleOf(id: string): HazardRule | undefined {
  return HAZARD_RULES.find((rule) => rule.id === id)
}
