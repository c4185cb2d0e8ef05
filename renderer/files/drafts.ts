import { formatDocument } from '../../shared/topology/parse.ts'
import { isDirty, useDocument } from '../document/document.ts'
import { forget, readSession, readStored, store, storeSession } from '../theme/stored.ts'

/** The unsaved state of the open document, so that a closed window or a crash loses nothing. */
export interface Draft {
  readonly path: string | null
  readonly digest: string | null
  readonly writable: boolean
  readonly text: string
}

const KEY = 'synod.draft'
const OPEN_KEY = 'synod.open'
const PAUSE_MS = 400

/** The file that this window had open before it was loaded again, or null. */
export function lastOpen(): string | null {
  const path = readSession(OPEN_KEY)
  return path === '' ? null : path
}

export function readDraft(): Draft | null {
  const stored = readStored(KEY)
  if (stored === null) return null
  try {
    const draft = JSON.parse(stored) as Draft
    return typeof draft.text === 'string' ? draft : null
  } catch {
    return null
  }
}

export function dropDraft(): void {
  forget(KEY)
}

/** Keeps the draft while changes come, at most a moment behind them, and which file is open. */
export function keepDrafts(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = (): void => {
    clearTimeout(timer)
    const state = useDocument.getState()
    if (state.file === null || !isDirty(state)) return
    const { path, digest, writable } = state.file
    store(
      KEY,
      JSON.stringify({ path, digest, writable, text: formatDocument(state.document) } satisfies Draft),
    )
  }
  const keepOpen = (): void => storeSession(OPEN_KEY, useDocument.getState().file?.path ?? '')
  keepOpen()
  const end = useDocument.subscribe((state, before) => {
    if (state.file?.path !== before.file?.path) keepOpen()
    if (state.document === before.document && state.savedAt === before.savedAt) return
    clearTimeout(timer)
    if (isDirty(state)) timer = setTimeout(keep, PAUSE_MS)
    else dropDraft()
  })
  window.addEventListener('pagehide', keep)
  return () => {
    end()
    window.removeEventListener('pagehide', keep)
    clearTimeout(timer)
  }
}
