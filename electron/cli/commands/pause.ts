import { HostError } from '../../../shared/api/contract.ts'
import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun, isOver } from '../find-run.ts'
import { act } from '../homes.ts'
import { steadyCalls } from '../steady-calls.ts'

export const pauseCommand: Command = {
  name: 'pause',
  summary: 'Has a run begin nothing more until it is resumed; what was begun may end',
  positionals: ['RUN'],
  options: { abort: { type: 'boolean' }, ...JSON_OPTION, ...HOME_OPTION },
  meanings: {
    abort: 'cut off what runs and may run again; what may happen only once is waited for',
    ...JSON_MEANING,
    ...HOME_MEANING,
  },
  run: (given, terminal) =>
    act(given, terminal, async (home) => {
      const calls = steadyCalls(home)
      const found = await findRun(calls, given.positionals[0] ?? '')
      const { run } = found
      if (isOver(found))
        throw new HostError({ code: 'conflict', message: `run ${run} has ended already: ${found.status}` })
      await calls.call('run.pause', { run, abort: given.flag('abort') })
      const { summary } = await calls.call('run.get', { run })
      if (given.flag('json')) terminal.print(JSON.stringify({ run, status: summary.status }))
      else terminal.print(`Run ${run}: ${summary.status}; synod resume ${run} goes on`)
      return EXIT.done
    }),
}
