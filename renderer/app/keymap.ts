import { copiedText, deleteSelection, pasteText } from '../canvas/edit.ts'
import { useDocument } from '../document/document.ts'
import { chordOf } from './chord.ts'
import { COMMANDS, type Command, canRun, runCommand } from './commands.ts'
import { anyDialogOpen } from './dialogs.ts'
import { useLayout } from './layout.ts'

const BY_CHORD: ReadonlyMap<string, readonly Command[]> = byChord()

function byChord(): ReadonlyMap<string, readonly Command[]> {
  const map = new Map<string, Command[]>()
  for (const command of COMMANDS) {
    if (command.shownOnly === true) continue
    for (const keys of command.keys ?? []) map.set(keys, [...(map.get(keys) ?? []), command])
  }
  return map
}

/** True where keys write text or choose in a list of their own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** Listens for the keys of commands and for the clipboard until the returned function is called. */
export function listenForKeys(): () => void {
  const listeners = new AbortController()
  const { signal } = listeners
  window.addEventListener('keydown', onKeyDown, { signal })
  document.addEventListener('copy', onCopy, { signal })
  document.addEventListener('cut', onCopy, { signal })
  document.addEventListener('paste', onPaste, { signal })
  return () => listeners.abort()
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || anyDialogOpen() || document.querySelector('dialog[open]') !== null) return
  const commands = BY_CHORD.get(chordOf(event))
  const typing =
    isTyping(event.target) ||
    (event.target instanceof Element && event.target.closest('[role="menu"]') !== null)
  const command = commands?.find((one) => canRun(one) && (!typing || one.everywhere === true))
  if (command === undefined) return
  event.preventDefault()
  runCommand(command)
}

function onCanvas(event: ClipboardEvent): boolean {
  if (isTyping(event.target) || anyDialogOpen()) return false
  return useDocument.getState().file !== null && useLayout.getState().mode === 'design'
}

function onCopy(event: ClipboardEvent): void {
  // Text that somebody has marked goes first: it is what they see chosen.
  if (!onCanvas(event) || getSelection()?.isCollapsed === false) return
  const text = copiedText()
  if (text === null) return
  event.clipboardData?.setData('text/plain', text)
  event.preventDefault()
  if (event.type === 'cut') deleteSelection()
}

function onPaste(event: ClipboardEvent): void {
  if (!onCanvas(event)) return
  if (pasteText(event.clipboardData?.getData('text/plain') ?? '')) event.preventDefault()
}
