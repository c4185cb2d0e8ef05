import { apply, type Patches, create as produce } from 'mutative'
import { create } from 'zustand'
import { emptyDocument, type TopologyDocument } from '../../shared/topology/document.ts'
import { type Inside, reachable } from '../../shared/topology/inside.ts'
import { bodyOf, type Draft, inStep, shownOf } from './inside.ts'

/** One step of undo: what it did, as patches there and back. */
export interface Change {
  readonly label: string
  readonly forward: Patches<true>
  readonly inverse: Patches<true>
  /** Changes that follow each other with the same key are one step: typing in one field, dragging a slider. */
  readonly merge: string | null
  /** Where it was made: undo and redo lead there. */
  readonly inside: Inside
}

export interface OpenFile {
  /** Null until it is first saved. */
  readonly path: string | null
  /** Digest of the text on disk that this document came from; a file changed meanwhile is not overwritten. */
  readonly digest: string | null
  readonly writable: boolean
}

export interface OpenDocument {
  /** Counts documents opened in this window, so that views know a new one from an edited one. */
  readonly opened: number
  /** Null while nothing is open: the start screen. */
  readonly file: OpenFile | null
  readonly document: TopologyDocument
  /** The nested nodes that are opened: commands change the innermost. */
  readonly inside: Inside
  /** The same as it was asked for: a run's own drawing may have nodes that this one has not. */
  readonly wanted: Inside
  /** The topology that is opened, as a document of its own; the whole one where none is. */
  readonly shown: TopologyDocument
  readonly past: readonly Change[]
  readonly future: readonly Change[]
  /** The last change when it was saved; null is the document as opened, `unsaved` is none of them. */
  readonly savedAt: Change | null | 'unsaved'
}

const MAX_PAST = 500

const EMPTY = emptyDocument()

export const useDocument = create<OpenDocument>()(() => ({
  opened: 0,
  file: null,
  document: EMPTY,
  inside: [],
  wanted: [],
  shown: EMPTY,
  past: [],
  future: [],
  savedAt: null,
}))

export function isDirty(state: OpenDocument): boolean {
  return state.savedAt === 'unsaved' || (state.past.at(-1) ?? null) !== state.savedAt
}

/** Puts another document in the editor; its history begins here. */
export function showDocument(document: TopologyDocument, file: OpenFile, saved = true): void {
  useDocument.setState((before) => ({
    opened: before.opened + 1,
    file,
    document,
    inside: [],
    wanted: [],
    shown: document,
    past: [],
    future: [],
    savedAt: saved ? null : 'unsaved',
  }))
}

export function closeDocument(): void {
  const document = emptyDocument()
  useDocument.setState({
    file: null,
    ...{ document, inside: [], wanted: [], shown: document },
    ...{ past: [], future: [], savedAt: null },
  })
}

/** The drawing as it is after a change, seen from where one was, or from as near as there is. */
function seen(document: TopologyDocument, wanted: Inside) {
  const inside = reachable(document, wanted)
  return { document, inside, wanted, shown: shownOf(document, inside) }
}

/** Opens a topology inside the drawing by the nested nodes on the way; empty is the drawing itself. */
export function goInside(inside: Inside): void {
  const { document, wanted } = useDocument.getState()
  if (inside.join('/') !== wanted.join('/')) useDocument.setState(seen(document, inside))
}

/** A change of the topology that is shown. It does what it says to the draft, and can be undone. */
export interface Command {
  readonly label: string
  readonly merge?: string
  /** `whole` is the drawing that it is part of: the same draft, where it is that itself. */
  change(draft: Draft, whole: TopologyDocument): void
}

function changedBy(command: Command, { document, inside }: OpenDocument) {
  const [changed, ...patches] = produce(document, (draft) => command.change(bodyOf(draft, inside), draft), {
    enablePatches: true,
  })
  return inStep(document, changed, ...patches)
}

/** What the document would be after a command, which is not carried out. */
export function after(command: Command): TopologyDocument {
  return changedBy(command, useDocument.getState())[0]
}

export function perform(command: Command): void {
  const state = useDocument.getState()
  const { inside } = state
  const [document, forward, inverse] = changedBy(command, state)
  if (forward.length === 0) return
  const change: Change = { label: command.label, forward, inverse, merge: command.merge ?? null, inside }
  const last = state.past.at(-1)
  const joined = last !== undefined && last !== state.savedAt && areOne(last, change)
  const past = joined
    ? [
        ...state.past.slice(0, -1),
        { ...change, forward: [...last.forward, ...forward], inverse: [...inverse, ...last.inverse] },
      ]
    : [...state.past, change].slice(-MAX_PAST)
  useDocument.setState({ ...seen(document, inside), past, future: [] })
}

function areOne(last: Change, next: Change): boolean {
  return next.merge !== null && last.merge === next.merge && last.inside === next.inside
}

/** Ends the run of changes that count as one step. */
export function settleChange(): void {
  const { past } = useDocument.getState()
  const last = past.at(-1)
  if (last === undefined || last.merge === null) return
  const settled = { ...last, merge: null }
  useDocument.setState((state) => ({
    past: [...state.past.slice(0, -1), settled],
    savedAt: state.savedAt === last ? settled : state.savedAt,
  }))
}

export function undo(): void {
  const { document, past, future } = useDocument.getState()
  const change = past.at(-1)
  if (change === undefined) return
  useDocument.setState({
    ...seen(apply(document, change.inverse) as TopologyDocument, change.inside),
    past: past.slice(0, -1),
    future: [...future, change],
  })
}

export function redo(): void {
  const { document, past, future } = useDocument.getState()
  const change = future.at(-1)
  if (change === undefined) return
  useDocument.setState({
    ...seen(apply(document, change.forward) as TopologyDocument, change.inside),
    past: [...past, change],
    future: future.slice(0, -1),
  })
}

/** Records that the document, as it stands, is on disk. */
export function markSaved(file: OpenFile): void {
  useDocument.setState((state) => ({ file, savedAt: state.past.at(-1) ?? null }))
}
