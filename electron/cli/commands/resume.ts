import { type Command, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun, isOver } from '../find-run.ts'
import { act } from '../homes.ts'
import { printOutcome, stayWithRun } from '../run-end.ts'
import { steadyCalls } from '../steady-calls.ts'

export const resumeCommand: Command = {
  name: 'resume',
  summary: 'Goes on with a run whose process has ended, or that is paused, and stays until it ends',
  positionals: ['RUN'],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    act(given, terminal, async (home) => {
      const json = given.flag('json')
      const calls = steadyCalls(home)
      const summary = await findRun(calls, given.positionals[0] ?? '')
      const { run, status, name } = summary
      if (isOver(summary)) return printOutcome(calls, run, terminal, json)
      if (status === 'paused') await calls.call('run.resume', { run })
      terminal.say(`Run ${run} of ${name} goes on`)
      return stayWithRun(home, run, terminal, json)
    }),
}
