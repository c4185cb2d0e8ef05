import { createContext, useContext } from 'react'

/** What the run's panels need of the app around them; the app provides it by `RunShellContext`. */
export interface RunShell {
  /** The app's file dialog, for a folder; null when the person changed their mind. */
  pickFolder(title: string): Promise<string | null>
  /** Brings the canvas in run mode to the front: a run is shown. */
  showRun(): void
  /** Brings the gate card to the front; `useApprovals` says which question it shows. */
  showApprovals(): void
}

const ALONE: RunShell = {
  pickFolder: () => Promise.resolve(null),
  showRun: () => {},
  showApprovals: () => {},
}

export const RunShellContext = createContext<RunShell>(ALONE)

export function useRunShell(): RunShell {
  return useContext(RunShellContext)
}
