import { create } from 'zustand'

export interface FileRequest {
  readonly purpose: 'open' | 'save' | 'folder'
  readonly title: string
  /** Suggested name of the file, for `save`. */
  readonly name: string
  settle(path: string | null): void
}

export interface Question {
  readonly title: string
  readonly text: string
  readonly answers: readonly {
    readonly value: string
    readonly label: string
    readonly look: 'primary' | 'outline' | 'quiet' | 'danger'
  }[]
  settle(answer: string | null): void
}

interface Dialogs {
  readonly commands: boolean
  readonly shortcuts: boolean
  readonly find: boolean
  readonly file: FileRequest | null
  readonly question: Question | null
}

/** Which dialog is open; the shell draws them. */
export const useDialogs = create<Dialogs>()(() => ({
  commands: false,
  shortcuts: false,
  find: false,
  file: null,
  question: null,
}))

/** Asks for a file or folder of the host; null when the person changed their mind. */
export function pickPath(request: Omit<FileRequest, 'settle'>): Promise<string | null> {
  useDialogs.getState().file?.settle(null)
  return new Promise((resolve) => {
    const settle = (path: string | null): void => {
      useDialogs.setState({ file: null })
      resolve(path)
    }
    useDialogs.setState({ file: { ...request, settle } })
  })
}

export function ask(question: Omit<Question, 'settle'>): Promise<string | null> {
  useDialogs.getState().question?.settle(null)
  return new Promise((resolve) => {
    const settle = (answer: string | null): void => {
      useDialogs.setState({ question: null })
      resolve(answer)
    }
    useDialogs.setState({ question: { ...question, settle } })
  })
}

export function anyDialogOpen(): boolean {
  const { commands, shortcuts, find, file, question } = useDialogs.getState()
  return commands || shortcuts || find || file !== null || question !== null
}
