import { commandLine } from '../command-line.ts'
import type { Terminal } from '../terminal.ts'

export interface FakeTerminal extends Terminal {
  readonly out: string[]
  readonly err: string[]
  readonly questions: string[]
  interrupt(): void
}

/** A terminal whose person gives these answers, in this order; without any there is no person. */
export function fakeTerminal(answers: readonly string[] | null = null): FakeTerminal {
  const waiting = [...(answers ?? [])]
  const listeners = new Set<(signal: NodeJS.Signals) => void>()
  const out: string[] = []
  const err: string[] = []
  const questions: string[] = []
  return {
    environment: {},
    interactive: answers !== null,
    out,
    err,
    questions,
    print: (text) => void out.push(text),
    say: (text) => void err.push(text),
    ask: async (question) => {
      questions.push(question)
      return waiting.shift() ?? null
    },
    onEnd(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    interrupt: () => {
      for (const listener of listeners) listener('SIGINT')
    },
  }
}

export interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Carries out one command to its end. */
export async function type(args: readonly string[], answers: readonly string[] | null = null): Promise<Said> {
  const terminal = fakeTerminal(answers)
  const code = await commandLine(args, terminal)
  return { code, out: terminal.out.join('\n'), err: terminal.err.join('\n') }
}
