import type { AllowedCall } from '../../../shared/api/audit.ts'
import { HostError } from '../../../shared/api/contract.ts'
import { shellWord } from '../ask-text.ts'
import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { look } from '../homes.ts'

export const allowedCommand: Command = {
  name: 'allowed',
  summary: 'Lists the calls of tools that are always allowed, or takes one back (revoke KEY)',
  positionals: ['[revoke]', '[KEY]'],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    look(given, terminal, async ({ client }) => {
      const [what, key] = given.positionals
      if (what !== undefined && (what !== 'revoke' || key === undefined))
        throw new HostError({ code: 'bad-input', message: 'allowed: to take one back, revoke and its KEY' })
      if (key !== undefined) await client.call('allowed.revoke', { key })
      const { calls } = await client.call('allowed.list', {})
      if (given.flag('json')) terminal.print(JSON.stringify({ calls }))
      else if (calls.length === 0) terminal.say('No call is always allowed')
      for (const call of given.flag('json') ? [] : calls) terminal.print(callText(call))
      return EXIT.done
    }),
}

function callText({ key, path, node, tool, argv, by, at }: AllowedCall): string {
  const when = new Date(at).toISOString()
  return `${key.slice(0, 12)}  ${node} · ${tool}: ${argv.map(shellWord).join(' ')}\n    in ${path}, allowed by ${by} at ${when}`
}
