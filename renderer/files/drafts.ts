import { formatDocument } from '../../shared/topology/parse.ts'
import { isDirty, useDocument } from '../document/document.ts'
import { forget, readSession, readStored, store, storedKeys, storeSession } from '../theme/stored.ts'

/** The unsaved state of the open document, so that a closed window or a crash loses nothing. */
export interface Draft {
  readonly path: string | null
  readonly digest: string | null
  readonly writable: boolean
  readonly text: string
}

/** Each window has a draft of its own: `synod.draft.WINDOW`. */
const DRAFT = 'synod.draft.'
const WINDOW_KEY = 'synod.window'
/** A lock that a window holds as long as it is there. */
const ALIVE = 'synod.window.'
/** A page that is loaded again may still hold its lock for a moment; a copy of it holds it for good. */
const LEAVE_MS = 400
const OPEN_KEY = 'synod.open'
const PAUSE_MS = 400

/** The file that this window had open before it was loaded again, or null. */
export function lastOpen(): string | null {
  const path = readSession(OPEN_KEY)
  return path === '' ? null : path
}

let key = `${DRAFT}only`

/**
 * Finds the draft of this window: the one it had before it was loaded again, else one whose window is gone. What another
 * window has not saved is left to it. To be called before a draft is read.
 */
export async function claimDraft(): Promise<void> {
  // Absent where the page is not served securely: then there is one draft for all.
  const { locks } = navigator as Partial<Navigator>
  if (locks === undefined) return
  const before = readSession(WINDOW_KEY)
  const id = before !== null && (await hold(locks, before)) ? before : await holdNew(locks)
  storeSession(WINDOW_KEY, id)
  key = DRAFT + id
  if (readStored(key) !== null) return
  const { held = [] } = await locks.query()
  const alive = new Set(held.map(({ name }) => name))
  const left = storedKeys(DRAFT).find((one) => !alive.has(ALIVE + one.slice(DRAFT.length)))
  const draft = left === undefined ? null : readStored(left)
  if (left === undefined || draft === null) return
  store(key, draft)
  forget(left)
}

async function holdNew(locks: LockManager): Promise<string> {
  const id = crypto.randomUUID()
  await hold(locks, id)
  return id
}

/** Held until the window goes; false where another window has it. */
function hold(locks: LockManager, id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const forEver = (): Promise<never> => {
      resolve(true)
      return new Promise(() => {})
    }
    locks.request(ALIVE + id, { signal: AbortSignal.timeout(LEAVE_MS) }, forEver).catch(() => resolve(false))
  })
}

export function readDraft(): Draft | null {
  const stored = readStored(key)
  if (stored === null) return null
  try {
    const draft = JSON.parse(stored) as Draft
    return typeof draft.text === 'string' ? draft : null
  } catch {
    return null
  }
}

export function dropDraft(): void {
  forget(key)
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
      key,
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
