import { createContext, useContext } from 'react'

/** The document as it stands in the editor, unsaved changes included. */
export interface OpenDocument {
  readonly path: string
  readonly name: string
  readonly text: string
}

/** What the run's panels need of the app around them. The shell provides it by `RunShellContext`. */
export interface RunShell {
  readonly document: OpenDocument | null
  /** Id of the node or edge that is selected on the canvas. */
  readonly selected: string | null
  select(id: string | null): void
  /** The shell's file dialog, for a folder; null when the person changed their mind. */
  pickFolder(title: string): Promise<string | null>
  /** Brings the approvals panel to the front, on an ask when one is given. */
  openApprovals(): void
  /** Brings the canvas in run mode to the front. */
  openRun(): void
}

const ALONE: RunShell = {
  document: null,
  selected: null,
  select: () => {},
  pickFolder: () => Promise.resolve(null),
  openApprovals: () => {},
  openRun: () => {},
}

export const RunShellContext = createContext<RunShell>(ALONE)

export function useRunShell(): RunShell {
  return useContext(RunShellContext)
}
