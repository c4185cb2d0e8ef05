import { apply, type Patches, create as produce } from 'mutative'
import { create } from 'zustand'
import { emptyDocument, type TopologyDocument } from '../../shared/topology/document.ts'

/** One step of undo: what it did, as patches there and back. */
export interface Change {
  readonly label: string
  readonly forward: Patches<true>
  readonly inverse: Patches<true>
  /** Changes that follow each other with the same key are one step: typing in one field, dragging a slider. */
  readonly merge: string | null
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
  readonly past: readonly Change[]
  readonly future: readonly Change[]
  /** The last change when it was saved; null is the document as opened, `unsaved` is none of them. */
  readonly savedAt: Change | null | 'unsaved'
}

const MAX_PAST = 500

export const useDocument = create<OpenDocument>()(() => ({
  opened: 0,
  file: null,
  document: emptyDocument(),
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
    past: [],
    future: [],
    savedAt: saved ? null : 'unsaved',
  }))
}

export function closeDocument(): void {
  useDocument.setState({ file: null, document: emptyDocument(), past: [], future: [], savedAt: null })
}

/** A change of the document. It does what it says to the draft, and can be undone. */
export interface Command {
  readonly label: string
  readonly merge?: string
  change(draft: TopologyDocument): void
}

export function perform(command: Command): void {
  const state = useDocument.getState()
  const [document, forward, inverse] = produce(state.document, (draft) => command.change(draft), {
    enablePatches: true,
  })
  if (forward.length === 0) return
  const change = { label: command.label, forward, inverse, merge: command.merge ?? null }
  const last = state.past.at(-1)
  const joined =
    last !== undefined && change.merge !== null && last.merge === change.merge && last !== state.savedAt
  const past = joined
    ? [
        ...state.past.slice(0, -1),
        { ...change, forward: [...last.forward, ...forward], inverse: [...inverse, ...last.inverse] },
      ]
    : [...state.past, change].slice(-MAX_PAST)
  useDocument.setState({ document, past, future: [] })
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
    document: apply(document, change.inverse) as TopologyDocument,
    past: past.slice(0, -1),
    future: [...future, change],
  })
}

export function redo(): void {
  const { document, past, future } = useDocument.getState()
  const change = future.at(-1)
  if (change === undefined) return
  useDocument.setState({
    document: apply(document, change.forward) as TopologyDocument,
    past: [...past, change],
    future: future.slice(0, -1),
  })
}

/** Records that the document, as it stands, is on disk. */
export function markSaved(file: OpenFile): void {
  useDocument.setState((state) => ({ file, savedAt: state.past.at(-1) ?? null }))
}
