import { HostError } from '../../../shared/api/contract.ts'
import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun, isOver } from '../find-run.ts'
import { followRun } from '../follow-run.ts'
import { act } from '../homes.ts'
import { steadyCalls } from '../steady-calls.ts'

export const cancelCommand: Command = {
  name: 'cancel',
  summary: 'Ends a run; what may have happened already is asked about first',
  positionals: ['RUN'],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    act(given, terminal, async (home) => {
      const calls = steadyCalls(home)
      const found = await findRun(calls, given.positionals[0] ?? '')
      const { run } = found
      if (isOver(found)) {
        throw new HostError({ code: 'conflict', message: `run ${run} has ended already: ${found.status}` })
      }
      await calls.call('run.cancel', { run })
      const followed = await followRun(home, run, terminal, { until: ['doubt'], after: found.seq })
      if (followed.type === 'interrupted') return EXIT.failed
      const { status } = followed.summary
      if (given.flag('json')) terminal.print(JSON.stringify({ run, status }))
      else
        terminal.print(
          `Run ${run}: ${status === 'doubt' ? 'stopping; a person must say what happened' : status}`,
        )
      return status === 'doubt' ? EXIT.failed : EXIT.done
    }),
}
