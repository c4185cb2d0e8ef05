import { join } from 'node:path'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { commandLine } from '../command-line.ts'
import { type FakeTerminal, fakeTerminal } from './fake-terminal.ts'

interface Staying {
  readonly terminal: FakeTerminal
  readonly code: Promise<number>
  /** What the terminal said that was waited for. */
  readonly said: RegExpExecArray
}

interface OwnHomes {
  /** The number of the present test. */
  readonly number: number
  /** The same command, in the home of the present test. */
  inHome(...args: readonly string[]): string[]
  /** Starts a command that stays, until the terminal has said what is expected; it is told to end after the test. */
  stay(args: readonly string[], said: RegExp, answers?: readonly string[] | null): Promise<Staying>
}

/** Gives each test of a file a home of its own in this folder. */
export function ownHomes(folder: string): OwnHomes {
  let number = 0
  const going: { terminal: FakeTerminal; code: Promise<number> }[] = []
  beforeEach(() => {
    number += 1
  })
  afterEach(async () => {
    for (const { terminal, code } of going.splice(0)) {
      terminal.interrupt()
      await code
    }
  })
  const inHome = (...args: readonly string[]): string[] => [...args, '--home', join(folder, `home-${number}`)]
  return {
    get number() {
      return number
    },
    inHome,
    async stay(args, said, answers = null) {
      const terminal = fakeTerminal(answers)
      const code = commandLine(inHome(...args), terminal)
      going.push({ terminal, code })
      const match = await vi.waitFor(() => {
        const found = said.exec(terminal.err.join('\n'))
        expect(found).not.toBe(null)
        return found as RegExpExecArray
      }, 10_000)
      return { terminal, code, said: match }
    },
  }
}
