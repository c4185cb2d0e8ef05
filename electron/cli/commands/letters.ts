import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun } from '../find-run.ts'
import { look } from '../homes.ts'
import { lettersText } from '../letter-text.ts'

export const lettersCommand: Command = {
  name: 'letters',
  summary: 'Shows the dead letters of a run: messages that failed, or that a full queue refused or dropped',
  positionals: ['RUN'],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    look(given, terminal, async ({ client }) => {
      const { run } = await findRun(client, given.positionals[0] ?? '')
      const { letters } = await client.call('letter.list', { run })
      if (given.flag('json')) terminal.print(JSON.stringify({ run, letters }))
      else
        terminal.print(
          letters.length === 0 ? `Run ${run} has no dead letters` : lettersText(letters).join('\n'),
        )
      return EXIT.done
    }),
}
