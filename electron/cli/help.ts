import { usageOf } from './arguments.ts'
import type { Command } from './command.ts'

export function helpText(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => nameOf(command).length))
  return [
    'Synod: draw a team of agents, run it durably, watch it work.',
    '',
    'Usage: synod COMMAND [options]     (synod COMMAND --help says more)',
    '',
    ...commands.map((command) => `  ${nameOf(command).padEnd(width)}  ${command.summary}`),
    '',
    'Exit codes: 0 done, 1 failed, stuck or violated, 2 bad input, 3 not exhausted, 4 cancelled.',
    "Runs live in the data folder: --home DIR, else SYNOD_HOME, else the platform's.",
  ].join('\n')
}

export function commandHelp(command: Command): string {
  const names = Object.keys(command.options)
  const width = Math.max(0, ...names.map((name) => name.length))
  return [
    command.summary,
    '',
    `Usage: ${usageOf(command)}`,
    '',
    ...names.map((name) => `  --${name.padEnd(width)}  ${command.meanings[name] ?? ''}`),
  ].join('\n')
}

function nameOf(command: Command): string {
  return [command.name, ...command.positionals].join(' ')
}
