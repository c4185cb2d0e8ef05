import { create } from 'zustand'
import { analyse } from '../../shared/hazards/analyses.ts'
import type { Way } from '../../shared/impact/failure.ts'
import type { Impact } from '../../shared/impact/impact.ts'
import { type Inquiry, inquire } from '../../shared/impact/inquiry.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import { useLayout } from '../app/layout.ts'
import { useDocument } from '../document/document.ts'
import { onlySelected, type Selection, useSelection } from '../document/selection.ts'

interface Asking {
  /** The element whose failure is looked at, by the way to it; null while nobody asks. */
  readonly element: string | null
  /** How it fails; null as such a thing fails first. */
  readonly way: Way | null
  readonly impact: Impact | null
  /** The explorer is still at it. */
  readonly searching: boolean
  /** Nodes of which it does not know to the end. */
  readonly open: readonly string[]
  /** The node in the list whose path is shown. */
  readonly pointed: string | null
}

const NOBODY: Asking = {
  element: null,
  way: null,
  impact: null,
  searching: false,
  open: [],
  pointed: null,
}

/** What if it fails? The answer stands on the canvas until it is put away, and follows what is drawn and picked. */
export const useAsking = create<Asking>()(() => NOBODY)

const REST_MS = 120
/** Of each frame, so that hands and eyes wait for nothing. */
const SLICE_MS = 6
const PAUSE_MS = 4
const SAY_MS = 200
/** In all; what is left then stays as the drawing says. */
const MOST_STATES = 200_000

let timer: ReturnType<typeof setTimeout> | null = null
/** Where the list has led to: that it is selected there is no new question. */
let shown: string | null = null

export function ask(element: string, way: Way | null = null): void {
  useAsking.setState({ ...NOBODY, element, way })
  begin()
}

export function leave(): void {
  later(null, 0)
  useAsking.setState(NOBODY)
}

export function pointAt(pointed: string | null): void {
  if (useAsking.getState().pointed !== pointed) useAsking.setState({ pointed })
}

/** The list leads somewhere, which selects it. */
export function leadTo(element: string): void {
  shown = element
}

/** An element of what is shown, by the way to it. */
export function wayOf(id: string): string {
  return [...useDocument.getState().inside, id].join('/')
}

/** The one thing that is selected, and could fail. */
export function pickedIn(selection: Selection): string | null {
  const only = onlySelected(selection)
  if (only !== null) return only.id
  return selection.part?.type === 'group' ? selection.part.id : null
}

function later(act: (() => void) | null, ms: number): void {
  if (timer !== null) clearTimeout(timer)
  timer = act === null ? null : setTimeout(act, ms)
}

function begin(): void {
  const { element, way } = useAsking.getState()
  if (element === null) return
  const { document } = useDocument.getState()
  const plan = compile(document, kinds)
  const inquiry = inquire(analyse(document, kinds), plan.ok ? plan.value : null, { element, way })
  if (inquiry === null) {
    leave()
    return
  }
  useAsking.setState({ impact: inquiry.impact(), searching: plan.ok, open: [] })
  if (plan.ok) later(() => search(inquiry, 0), PAUSE_MS)
}

/** A slice at a time, between frames. */
function search(inquiry: Inquiry, said: number): void {
  const now = performance.now()
  let ended = false
  while (!ended && performance.now() - now < SLICE_MS) ended = inquiry.advance(10)
  if (ended || inquiry.states > MOST_STATES) {
    timer = null
    useAsking.setState({ impact: inquiry.impact(), searching: false, open: inquiry.open() })
    return
  }
  const says = now - said > SAY_MS
  if (says) useAsking.setState({ impact: inquiry.impact() })
  later(() => search(inquiry, says ? now : said), PAUSE_MS)
}

/** Follows the drawing, what is picked and the mode, until the end of the window. */
export function followAsking(): () => void {
  const asks = (): boolean => useAsking.getState().element !== null
  const ends = [
    useDocument.subscribe((now, before) => {
      if (asks() && now.opened !== before.opened) leave()
      else if (asks() && now.document !== before.document) later(begin, REST_MS)
    }),
    useSelection.subscribe((selection) => {
      const id = asks() ? pickedIn(selection) : null
      const element = id === null ? null : wayOf(id)
      const led = element === shown
      if (element !== null) shown = null
      if (element !== null && !led && element !== useAsking.getState().element) ask(element)
    }),
    useLayout.subscribe(({ mode }) => {
      if (asks() && mode !== 'design' && mode !== 'check') leave()
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}
