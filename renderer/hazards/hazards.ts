import { create } from 'zustand'
import { hazardChecker } from '../../shared/hazards/checker.ts'
import { HAZARD_RULES, type Hazard } from '../../shared/hazards/index.ts'
import type { HazardRule } from '../../shared/hazards/rule.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { isInside } from '../../shared/topology/inside.ts'
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
const checker = hazardChecker(kinds)
let timer: ReturnType<typeof setTimeout> | null = null

function look(): void {
  timer = null
  const { document } = useDocument.getState()
  const found = checker.check(document)
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

/** An element by the way to it in the drawing, whichever lane of a map the hazard names. */
function drawnAs(element: string): string {
  return element.replaceAll(/\/\d+(?=\/|$)/g, '')
}

/** An element that is shown, by the way to it. */
function wayOf(id: string): string {
  return [...useDocument.getState().inside, id].join('/')
}

/**
 * The marks of one element that is shown: how many hazards stand there or inside it, by the gravest. Only a hazard's
 * first element carries a badge.
 */
export function marksOf(
  open: readonly Hazard[],
  id: string,
): { readonly errors: number; readonly warnings: number } {
  let errors = 0
  let warnings = 0
  const way = wayOf(id)
  for (const { finding, level } of open) {
    const at = drawnAs(finding.elements[0] ?? '')
    if (at !== way && !isInside(at, way)) continue
    if (level === 'error') errors += 1
    else if (level === 'warning') warnings += 1
  }
  return { errors, warnings }
}

/** The level of the hazard that is pointed at, where it speaks of this element; null elsewhere. */
export function pointedLevel({ open, pointed }: Hazards, id: string): Hazard['level'] | null {
  if (pointed === null) return null
  const hazard = open.find(({ key }) => key === pointed)
  const way = wayOf(id)
  return hazard?.finding.elements.some((one) => drawnAs(one) === way) === true ? hazard.level : null
}

export function pointAt(key: string | null): void {
  if (useHazards.getState().pointed !== key) useHazards.setState({ pointed: key })
}

export function ruleOf(id: string): HazardRule | undefined {
  return HAZARD_RULES.find((rule) => rule.id === id)
}
