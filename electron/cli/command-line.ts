import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HostError, type HostErrorBody } from '../../shared/api/contract.ts'
import { logUnexpected } from '../host/log.ts'
import { projectRoot } from '../host/places.ts'
import { readArguments } from './arguments.ts'
import { type Command, EXIT } from './command.ts'
import { allowedCommand } from './commands/allowed.ts'
import { auditCommand } from './commands/audit.ts'
import { cancelCommand } from './commands/cancel.ts'
import { checkCommand } from './commands/check.ts'
import { decideCommand } from './commands/decide.ts'
import { impactCommand } from './commands/impact.ts'
import { letterCommand } from './commands/letter.ts'
import { lettersCommand } from './commands/letters.ts'
import { lintCommand } from './commands/lint.ts'
import { pauseCommand } from './commands/pause.ts'
import { rehearseCommand } from './commands/rehearse.ts'
import { replayCommand } from './commands/replay.ts'
import { resumeCommand } from './commands/resume.ts'
import { runCommand } from './commands/run.ts'
import { runsCommand } from './commands/runs.ts'
import { schemaCommand } from './commands/schema.ts'
import { serveCommand } from './commands/serve.ts'
import { showCommand } from './commands/show.ts'
import { tellCommand } from './commands/tell.ts'
import { commandHelp, helpText } from './help.ts'
import type { Terminal } from './terminal.ts'

/** Every command, in the order of the help. A new one is a file in commands/ and a line here. */
const COMMANDS: readonly Command[] = [
  runCommand,
  runsCommand,
  showCommand,
  pauseCommand,
  resumeCommand,
  cancelCommand,
  decideCommand,
  lettersCommand,
  letterCommand,
  tellCommand,
  allowedCommand,
  auditCommand,
  lintCommand,
  impactCommand,
  rehearseCommand,
  checkCommand,
  replayCommand,
  schemaCommand,
  serveCommand,
]

/** Carries out what was typed and answers the exit code. Whatever goes wrong becomes one line. */
export async function commandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.print(helpText(COMMANDS))
    return EXIT.done
  }
  if (name === '--version' || name === '-v') {
    terminal.print(version())
    return EXIT.done
  }
  const command = COMMANDS.find((one) => one.name === name)
  if (command === undefined) {
    terminal.say(
      `synod: there is no command "${name}"; there are ${COMMANDS.map((one) => one.name).join(', ')}`,
    )
    return EXIT.badInput
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(commandHelp(command))
    return EXIT.done
  }
  try {
    return await command.run(readArguments(command, rest), terminal)
  } catch (error) {
    if (!(error instanceof HostError)) {
      logUnexpected(command.name, error)
      return EXIT.failed
    }
    terminal.say(`synod: ${error.message}`)
    return exitCodeOf(error.body)
  }
}

function exitCodeOf({ code }: HostErrorBody): number {
  return code === 'unavailable' || code === 'internal' ? EXIT.failed : EXIT.badInput
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return text
}
