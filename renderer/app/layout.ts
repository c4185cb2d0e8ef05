import { create } from 'zustand'
import { readSession, readStored, store, storeSession } from '../theme/stored.ts'

export type Mode = 'design' | 'check' | 'rehearse' | 'run'
/** What the panel at the left shows; in run mode it may be folded to its rail. */
export type LeftTab = 'lesson' | 'nodes' | 'properties' | 'rehearsal' | 'outline' | 'runs'
export type RightPanel = 'run' | 'approvals'

export interface PanelSizes {
  readonly left: number
  readonly right: number
  readonly dock: number
  readonly leftOpen: boolean
  readonly dockOpen: boolean
}

export interface Layout {
  readonly mode: Mode
  readonly leftTab: LeftTab
  readonly rightPanel: RightPanel
  readonly approvalsWidth: number
  /** Of the panel at the left while it has a lesson, in every mode: text wants more than a palette. */
  readonly lessonWidth: number
  readonly sizes: Readonly<Record<Mode, PanelSizes>>
}

const KEY = 'synod.layout'
const MODE_KEY = 'synod.mode'

export const LIMITS = {
  left: { min: 176, max: 360 },
  right: { min: 280, max: 560 },
  dock: { min: 120, max: 0.6 },
  approvals: { min: 560, max: 0.7 },
  lesson: { min: 256, max: 440 },
} as const

const DEFAULTS: Layout = {
  mode: 'design',
  leftTab: 'nodes',
  rightPanel: 'run',
  approvalsWidth: 760,
  lessonWidth: 320,
  sizes: {
    design: { left: 208, right: 320, dock: 196, leftOpen: true, dockOpen: true },
    check: { left: 296, right: 352, dock: 220, leftOpen: true, dockOpen: false },
    rehearse: { left: 296, right: 352, dock: 220, leftOpen: true, dockOpen: false },
    run: { left: 240, right: 360, dock: 220, leftOpen: false, dockOpen: true },
  },
}

const OWN_TAB = {
  design: 'nodes',
  check: 'properties',
  rehearse: 'rehearsal',
  run: 'runs',
} as const satisfies Record<Mode, LeftTab>

export const useLayout = create<Layout>()(() => ({ ...DEFAULTS, ...stored(), ...lastMode() }))

useLayout.subscribe(({ sizes, approvalsWidth, lessonWidth }) =>
  store(KEY, JSON.stringify({ sizes, approvalsWidth, lessonWidth })),
)

/** Sizes are kept per mode; what cannot be read is the default. */
function stored(): Partial<Layout> {
  try {
    const value = JSON.parse(readStored(KEY) ?? '{}') as Partial<Layout>
    const sizes = {
      design: { ...DEFAULTS.sizes.design, ...value.sizes?.design },
      check: { ...DEFAULTS.sizes.check, ...value.sizes?.check },
      rehearse: { ...DEFAULTS.sizes.rehearse, ...value.sizes?.rehearse },
      run: { ...DEFAULTS.sizes.run, ...value.sizes?.run },
    }
    const { approvalsWidth, lessonWidth } = { ...DEFAULTS, ...value }
    return { sizes, approvalsWidth, lessonWidth }
  } catch {
    return {}
  }
}

/** A reload comes back to where one was. */
function lastMode(): Partial<Layout> {
  const mode = readSession(MODE_KEY)
  return mode !== null && Object.hasOwn(OWN_TAB, mode)
    ? { mode: mode as Mode, leftTab: OWN_TAB[mode as Mode] }
    : {}
}

export function setMode(mode: Mode): void {
  const { leftTab } = useLayout.getState()
  // Each has a panel of its own at the left; the outline and a lesson are the same in all.
  const stays = leftTab === 'outline' || leftTab === 'lesson'
  useLayout.setState({ mode, leftTab: stays ? leftTab : OWN_TAB[mode] })
  storeSession(MODE_KEY, mode)
}

/** Whether the panel at the left has a lesson, which wants the canvas seen beside it. */
export function isLessonShown({ leftTab, sizes, mode }: Layout): boolean {
  return leftTab === 'lesson' && sizes[mode].leftOpen
}

/** The lesson is no longer open: what the mode has at the left comes back. */
export function dropLessonTab(): void {
  const { leftTab, mode } = useLayout.getState()
  if (leftTab === 'lesson') useLayout.setState({ leftTab: OWN_TAB[mode] })
}

export function resizePanels(change: Partial<PanelSizes>): void {
  useLayout.setState(({ mode, sizes }) => ({ sizes: { ...sizes, [mode]: { ...sizes[mode], ...change } } }))
}

export function showLeft(leftTab: LeftTab): void {
  useLayout.setState({ leftTab })
  resizePanels({ leftOpen: true })
}

export function toggleLeft(): void {
  const { mode, sizes } = useLayout.getState()
  resizePanels({ leftOpen: !sizes[mode].leftOpen })
}

export function toggleDock(): void {
  const { mode, sizes } = useLayout.getState()
  resizePanels({ dockOpen: !sizes[mode].dockOpen })
}

export function showRight(rightPanel: RightPanel): void {
  useLayout.setState({ rightPanel })
}
