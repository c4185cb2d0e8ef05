import type { RunSummary } from '../../../shared/api/contract.ts'
import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { look } from '../homes.ts'

export const runsCommand: Command = {
  name: 'runs',
  summary: 'Lists the runs, newest first',
  positionals: [],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    look(given, terminal, async ({ client }) => {
      const { runs } = await client.call('run.list', {})
      if (given.flag('json')) terminal.print(JSON.stringify({ runs }))
      else if (runs.length === 0) terminal.say('There are no runs yet: synod run FILE starts one')
      else terminal.print(runs.map(lineOf).join('\n'))
      return EXIT.done
    }),
}

function lineOf(run: RunSummary): string {
  const started = new Date(run.startedAt).toISOString().slice(0, 19).replace('T', ' ')
  const message = run.message === '' ? '' : `  ${run.message.split('\n')[0]}`
  const chaos = run.chaos === true ? '  (chaos)' : ''
  return `${run.run}  ${run.status.padEnd(9)}  ${started}  ${run.name}${chaos}${message}`
}
