import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun } from '../find-run.ts'
import { act } from '../homes.ts'

export const tellCommand: Command = {
  name: 'tell',
  summary: 'Says something to an agent while it works; it is heard before its next model step',
  positionals: ['RUN', 'NODE', 'MESSAGE'],
  options: { as: { type: 'string' }, ...JSON_OPTION, ...HOME_OPTION },
  meanings: { as: 'NAME: who says it (default: your account)', ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    act(given, terminal, async (home) => {
      const { client } = await home.now()
      const [typed = '', node = '', message = ''] = given.positionals
      const { run } = await findRun(client, typed)
      const as = given.text('as')
      await client.call('agent.tell', { run, node, message, ...(as === undefined ? {} : { as }) })
      if (given.flag('json')) terminal.print(JSON.stringify({ run, node }))
      else terminal.say(`${node} hears it before its next model step`)
      return EXIT.done
    }),
}
