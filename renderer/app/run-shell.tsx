import type { ReactNode } from 'react'
import { type RunShell, RunShellContext } from '../run/shell.ts'
import { pickPath } from './dialogs.ts'
import { setMode, showRight } from './layout.ts'

/** What the run's panels may ask of the app around them. */
const SHELL: RunShell = {
  pickFolder: (title) => pickPath({ purpose: 'folder', title, name: '' }),
  showRun: () => {
    setMode('run')
    showRight('run')
  },
  showApprovals: () => {
    setMode('run')
    showRight('approvals')
  },
}

export function RunShellProvider({ children }: { readonly children: ReactNode }) {
  return <RunShellContext value={SHELL}>{children}</RunShellContext>
}
