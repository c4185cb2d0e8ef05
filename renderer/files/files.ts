import { HostError } from '../../shared/api/contract.ts'
import { emptyDocument } from '../../shared/topology/document.ts'
import { formatDocument, parseDocument } from '../../shared/topology/parse.ts'
import { problemText } from '../../shared/topology/problem.ts'
import { ask, pickPath } from '../app/dialogs.ts'
import { tell, tellProblem } from '../app/notices.ts'
import { getHost } from '../connection/host.ts'
import { renameDocument } from '../document/commands/nodes.ts'
import {
  closeDocument,
  isDirty,
  markSaved,
  perform,
  showDocument,
  useDocument,
} from '../document/document.ts'
import { clearSelection } from '../document/selection.ts'
import { dropDraft, readDraft } from './drafts.ts'

/** Opening and saving. Each returns once it is done or has said why not; nothing is lost on the way. */

export function messageOf(error: unknown): string {
  if (error instanceof HostError) {
    const more = error.body.problems?.map(problemLine) ?? []
    return [error.message, ...more.slice(0, 5)].join('\n')
  }
  return error instanceof Error ? error.message : String(error)
}

function problemLine(problem: { readonly path: string; readonly message: string }): string {
  return problemText(problem)
}

export function nameOfPath(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

/** False when there are unsaved changes that the person wants to keep. */
async function mayLeave(): Promise<boolean> {
  const state = useDocument.getState()
  if (state.file === null || !isDirty(state)) return true
  const answer = await ask({
    title: `Save the changes to ${state.document.name || 'this topology'}?`,
    text: 'Unsaved changes are lost when another topology is opened.',
    answers: [
      { value: 'save', label: 'Save', look: 'primary' },
      { value: 'drop', label: 'Don’t save', look: 'outline' },
      { value: 'stay', label: 'Stay here', look: 'quiet' },
    ],
  })
  if (answer === 'save') return save()
  if (answer !== 'drop') return false
  dropDraft()
  return true
}

export async function newDocument(): Promise<void> {
  if (!(await mayLeave())) return
  clearSelection()
  showDocument(emptyDocument(), { path: null, digest: null, writable: true })
}

export async function openWithDialog(): Promise<void> {
  const path = await pickPath({ purpose: 'open', title: 'Open a topology', name: '' })
  if (path !== null) await openPath(path)
}

interface HowOpened {
  /** It is not listed among the recent files. */
  readonly look?: boolean
  /** Just before it is shown, and only if it is. */
  prepare?(): void
}

export async function openPath(path: string, { look = false, prepare }: HowOpened = {}): Promise<boolean> {
  if (!(await mayLeave())) return false
  try {
    const { text, digest, writable, path: real } = await getHost().call('document.open', { path, look })
    const parsed = parseDocument(text)
    if (!parsed.ok) {
      const lines = parsed.problems.slice(0, 6).map(problemText)
      tellProblem([`${nameOfPath(path)} cannot be opened.`, ...lines].join('\n'))
      return false
    }
    clearSelection()
    prepare?.()
    showDocument(parsed.value, { path: real, digest, writable })
    return true
  } catch (error) {
    tellProblem(`${nameOfPath(path)} cannot be opened. ${messageOf(error)}`)
    return false
  }
}

/** A file that was dropped onto the window: its text is all that a page learns of it, so it has no path yet. */
export async function openFile(file: { readonly name: string; text(): Promise<string> }): Promise<void> {
  if (!(await mayLeave())) return
  const parsed = parseDocument(await file.text())
  if (!parsed.ok) {
    tellProblem(
      [`${file.name} cannot be opened.`, ...parsed.problems.slice(0, 6).map(problemText)].join('\n'),
    )
    return
  }
  clearSelection()
  showDocument(parsed.value, { path: null, digest: null, writable: true }, false)
}

/** Brings back what was not saved when the window was last closed. */
export function restoreDraft(): boolean {
  const draft = readDraft()
  if (draft === null) return false
  const parsed = parseDocument(draft.text)
  if (!parsed.ok) {
    dropDraft()
    return false
  }
  showDocument(parsed.value, { path: draft.path, digest: draft.digest, writable: draft.writable }, false)
  return true
}

export async function save(): Promise<boolean> {
  const { file } = useDocument.getState()
  if (file === null) return false
  if (file.path === null || !file.writable) return saveAs()
  return write(file.path, file.digest)
}

export async function saveAs(): Promise<boolean> {
  const { document, file } = useDocument.getState()
  if (file === null) return false
  const name = file.path === null ? `${slug(document.name)}.synod.json` : nameOfPath(file.path)
  const path = await pickPath({ purpose: 'save', title: 'Save the topology', name })
  if (path === null) return false
  // A drawing that nobody has named takes the name of its first file.
  if (file.path === null && document.name === UNTITLED) perform(renameDocument(titleOf(path)))
  return write(path, path === file.path ? file.digest : null)
}

async function write(path: string, expected: string | null): Promise<boolean> {
  const text = formatDocument(useDocument.getState().document)
  const before = useDocument.getState().past.at(-1)
  try {
    const saved = await getHost().call('document.save', { path, text, expected })
    const file = { path: saved.path, digest: saved.digest, writable: true }
    if (useDocument.getState().past.at(-1) === before) {
      markSaved(file)
      dropDraft()
    } else useDocument.setState({ file, savedAt: before ?? null })
    tell(`Saved as ${nameOfPath(saved.path)}`)
    return true
  } catch (error) {
    if (error instanceof HostError && (error.body.code === 'conflict' || error.body.code === 'stale')) {
      return overwrite(path, error)
    }
    tellProblem(`${nameOfPath(path)} was not saved. ${messageOf(error)}`)
    return false
  }
}

/** The file on disk is not the one that was opened: the person says which of the two stays. */
async function overwrite(path: string, error: HostError): Promise<boolean> {
  const answer = await ask({
    title: `${nameOfPath(path)} is not the file that was opened`,
    text: messageOf(error),
    answers: [
      { value: 'other', label: 'Save under another name…', look: 'primary' },
      { value: 'overwrite', label: 'Overwrite it', look: 'danger' },
      { value: 'stay', label: 'Not now', look: 'quiet' },
    ],
  })
  if (answer === 'other') return saveAs()
  if (answer !== 'overwrite') return false
  try {
    const { digest } = await getHost().call('document.open', { path })
    return await write(path, digest)
  } catch (failure) {
    tellProblem(`${nameOfPath(path)} was not saved. ${messageOf(failure)}`)
    return false
  }
}

export async function closeToStart(): Promise<void> {
  if (!(await mayLeave())) return
  clearSelection()
  closeDocument()
}

const UNTITLED = emptyDocument().name

function titleOf(path: string): string {
  const words = nameOfPath(path)
    .replace(/(?:\.synod)?\.json$/, '')
    .replaceAll(/[-_]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return plain === '' ? 'untitled' : plain
}
