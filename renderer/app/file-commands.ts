import { useDocument } from '../document/document.ts'
import { closeToStart, newDocument, openWithDialog, save, saveAs } from '../files/files.ts'
import type { Command } from './commands.ts'

export function isOpen(): boolean {
  return useDocument.getState().file !== null
}

export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'new',
    title: 'New topology',
    group: 'File',
    keys: ['Ctrl Alt N'],
    everywhere: true,
    run: () => void newDocument(),
  },
  {
    id: 'open',
    title: 'Open a file…',
    group: 'File',
    keys: ['Ctrl O'],
    everywhere: true,
    run: () => void openWithDialog(),
  },
  {
    id: 'save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl S'],
    everywhere: true,
    enabled: isOpen,
    run: () => void save(),
  },
  {
    id: 'save-as',
    title: 'Save under another name…',
    group: 'File',
    keys: ['Ctrl Shift S'],
    everywhere: true,
    enabled: isOpen,
    run: () => void saveAs(),
  },
  {
    id: 'close',
    title: 'Close and go to the start',
    group: 'File',
    enabled: isOpen,
    run: () => void closeToStart(),
  },
]
