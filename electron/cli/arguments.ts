import { parseArgs } from 'node:util'
import { HostError } from '../../shared/api/contract.ts'
import type { Command, Given } from './command.ts'

/** Reads what stands after a command's name; what the command does not take is refused in one line. */
export function readArguments(command: Command, args: readonly string[]): Given {
  const { values, positionals } = parse(command, args)
  const missing = command.positionals[positionals.length]
  if (missing !== undefined && !missing.startsWith('[')) throw wrong(command, `${missing} is missing`)
  const extra = positionals[command.positionals.length]
  if (extra !== undefined) throw wrong(command, `"${extra}" is one too many`)
  return {
    positionals,
    text(option) {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    flag: (option) => values[option] === true,
  }
}

function parse(
  command: Command,
  args: readonly string[],
): { values: { [option: string]: unknown }; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: command.options,
      allowPositionals: true,
      strict: true,
    })
    return { values, positionals }
  } catch (error) {
    throw wrong(command, ((error as Error).message.split('\n')[0] ?? '').replace(/\. To specify.*/, ''))
  }
}

/** The value of an option that takes one of a few words. */
export function oneOf<T extends string>(given: Given, option: string, words: readonly T[], otherwise: T): T {
  const value = given.text(option)
  if (value === undefined) return otherwise
  const found = words.find((word) => word === value)
  if (found !== undefined) return found
  throw new HostError({ code: 'bad-input', message: `--${option} takes ${words.join(', ')}, not "${value}"` })
}

/** The value of an option that takes a whole number; null where it was not given. */
export function wholeNumber(given: Given, option: string, least: number, most: number): number | null {
  const text = given.text(option)
  if (text === undefined) return null
  const value = Number(text)
  if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
  const message = `--${option} takes a whole number from ${least} to ${most}, not "${text}"`
  throw new HostError({ code: 'bad-input', message })
}

function wrong(command: Command, what: string): HostError {
  return new HostError({
    code: 'bad-input',
    message: `${command.name}: ${what} (usage: ${usageOf(command)})`,
  })
}

export function usageOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { type }]) =>
    type === 'boolean' ? `[--${name}]` : `[--${name} ${argumentOf(command, name)}]`,
  )
  return ['synod', command.name, ...command.positionals, ...options].join(' ')
}

/** The first word of an option's meaning names its value. */
function argumentOf(command: Command, option: string): string {
  return /^(\S+):/.exec(command.meanings[option] ?? '')?.[1] ?? 'VALUE'
}
