import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { HostError } from '../../../shared/api/contract.ts'
import { replayTrace } from '../../../shared/explore/counterexample/replay.ts'
import { parseTrace, type TraceFile } from '../../../shared/explore/counterexample/trace-file.ts'
import { readCheckable } from '../../host/checkable.ts'
import { documentError } from '../../host/document-error.ts'
import { readText } from '../../host/documents.ts'
import { storyLines } from '../check-text.ts'
import { type Command, EXIT, type Given, HOME_MEANING, HOME_OPTION } from '../command.ts'
import { findRun } from '../find-run.ts'
import { look } from '../homes.ts'
import { createProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

export const replayCommand: Command = {
  name: 'replay',
  summary:
    'Tells a run, or plays a kept trace in its drawing as it is now; exits with 1 if that still breaks',
  positionals: ['RUN|TRACE'],
  options: { to: { type: 'string' }, ...HOME_OPTION },
  meanings: { to: 'SEQ: up to this step', ...HOME_MEANING },
  async run(given, terminal) {
    const [what = ''] = given.positionals
    const to = readTo(given.text('to'))
    return what.endsWith('.json') || existsSync(what)
      ? replayFile(what, to, terminal)
      : tellRun(what, to, given, terminal)
  },
}

function readTo(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text)
  throw new HostError({ code: 'bad-input', message: `--to takes the number of a step, not "${text}"` })
}

/** In the drawing as it is now; up to a step it is told as it was found. */
function replayFile(file: string, to: number, terminal: Terminal): number {
  const trace = readTrace(file)
  const drawing = join(dirname(resolve(file)), trace.topology.file)
  const { plan, monitors } = readCheckable(readText(drawing), drawing)
  const replayed = replayTrace(plan, monitors, trace)
  switch (replayed.verdict) {
    case 'broken': {
      const { counterexample } = replayed
      const steps = counterexample.steps.slice(0, to)
      terminal.print(storyLines({ ...counterexample, steps }).join('\n'))
      return EXIT.failed
    }
    case 'holds':
      terminal.print(`${trace.property}: the schedule breaks nothing in ${trace.topology.name} any more`)
      return EXIT.done
    case 'unknown':
      throw new HostError({
        code: 'bad-input',
        message: `${file}: property: nobody asks for "${trace.property}" in ${drawing}`,
      })
  }
}

function readTrace(file: string): TraceFile {
  const parsed = parseTrace(readText(file))
  if (!parsed.ok) throw documentError(file, parsed.problems)
  return parsed.value
}

function tellRun(typed: string, to: number, given: Given, terminal: Terminal): Promise<number> {
  return look(given, terminal, async ({ client }) => {
    const { run, seq } = await findRun(client, typed)
    const { text, summary } = await client.call('run.get', { run })
    const last = Math.min(seq, to)
    const progress = createProgress(text, summary.startedAt, (line) => terminal.print(line))
    await new Promise<void>((done, failed) => {
      if (last === 0) done()
      const stop = client.follow(
        'run.transitions',
        { run, after: 0 },
        (records) => {
          progress.tell(records.filter(({ identity }) => identity.seq <= last))
          if ((records.at(-1)?.identity.seq ?? 0) < last) return
          stop()
          done()
        },
        failed,
      )
    })
    return EXIT.done
  })
}
