import type { ParseArgsOptionsConfig } from 'node:util'
import type { Terminal } from './terminal.ts'

/** What was typed after a command's name, checked against what it takes. */
export interface Given {
  readonly positionals: readonly string[]
  text(option: string): string | undefined
  flag(option: string): boolean
}

/** One command of `synod`, in a file of its own. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** Names of what stands after the command; all required but those in brackets. */
  readonly positionals: readonly string[]
  readonly options: ParseArgsOptionsConfig
  /** What each option means, a line each; its keys are those of `options`. */
  readonly meanings: { readonly [option: string]: string }
  /** Answers the exit code. */
  run(given: Given, terminal: Terminal): Promise<number>
}

export const EXIT = { done: 0, failed: 1, badInput: 2, notExhausted: 3, cancelled: 4 } as const

export const HOME_OPTION = { home: { type: 'string' } } as const satisfies ParseArgsOptionsConfig
export const HOME_MEANING = {
  home: "DIR: the data folder (else SYNOD_HOME, else the platform's)",
} as const
export const JSON_OPTION = { json: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig
export const JSON_MEANING = { json: 'one JSON object on stdout, and nothing else' } as const
