import { commandLine } from '../cli/command-line.ts'
import type { Ended } from './synod.ts'

/** A command in this process, which starts at once: for what is told before or without a run. */
export async function synodHere(args: readonly string[], options: { readonly home: string }): Promise<Ended> {
  const said = { stdout: '', stderr: '' }
  const { PATH = '', HOME = '' } = process.env
  const code = await commandLine(args, {
    environment: { PATH, HOME, SYNOD_HOME: options.home, SYNOD_STANDIN_PACE_MS: '0' },
    interactive: false,
    print: (text) => {
      said.stdout += `${text}\n`
    },
    say: (text) => {
      said.stderr += `${text}\n`
    },
    ask: () => Promise.resolve(null),
    onEnd: () => () => undefined,
  })
  return { code, ...said }
}
