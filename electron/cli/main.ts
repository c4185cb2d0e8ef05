/** The `synod` command. */
import process from 'node:process'
import { commandLine } from './command-line.ts'
import { processTerminal } from './terminal.ts'

/** What a command left open by mistake must not keep the terminal. */
const LINGER_MS = 3_000

// A reader that has seen enough (`synod runs | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await commandLine(process.argv.slice(2), processTerminal())
setTimeout(() => process.exit(), LINGER_MS).unref()
