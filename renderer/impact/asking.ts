import { create } from 'zustand'
import type { Way } from '../../shared/impact/failure.ts'
import type { Impact } from '../../shared/impact/impact.ts'
import { useLayout } from '../app/layout.ts'
import { useDocument } from '../document/document.ts'
import { onlySelected, type Selection, useSelection } from '../document/selection.ts'
import ImpactWorker from './impact-worker.ts?worker'
import type { Answer, Question } from './messages.ts'

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
let timer: ReturnType<typeof setTimeout> | null = null
/** The thread that answers, once somebody has asked; it knows questions by their numbers. */
let thread: Worker | null = null
let asked = 0
/** Where the list has led to: that it is selected there is no new question. */
let shown: string | null = null

export function ask(element: string, way: Way | null = null): void {
  useAsking.setState({ element, way, pointed: null })
  begin()
}

export function leave(): void {
  later(null)
  asked += 1
  thread?.terminate()
  thread = null
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

function later(act: (() => void) | null): void {
  if (timer !== null) clearTimeout(timer)
  timer = act === null ? null : setTimeout(act, REST_MS)
}

/** The last answer stands until there is a new one, so that nothing flickers. */
function begin(): void {
  const { element, way } = useAsking.getState()
  if (element === null) return
  asked += 1
  const question: Question = { number: asked, document: useDocument.getState().document, element, way }
  thread ??= started()
  thread.postMessage(question)
}

function started(): Worker {
  const worker = new ImpactWorker()
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.number !== asked) return
    if (data.impact === null) leave()
    else useAsking.setState({ impact: data.impact, searching: data.searching, open: data.open })
  })
  return worker
}

/** Follows the drawing, what is picked and the mode, until the end of the window. */
export function followAsking(): () => void {
  const asks = (): boolean => useAsking.getState().element !== null
  const ends = [
    useDocument.subscribe((now, before) => {
      if (asks() && now.opened !== before.opened) leave()
      else if (asks() && now.document !== before.document) later(begin)
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
