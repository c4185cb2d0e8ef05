import type { HostClient } from '../../../shared/api/client.ts'
import type { AskView, Result, RunSummary } from '../../../shared/api/contract.ts'
import type { Letter } from '../../../shared/api/letter.ts'
import { askText, decideLine } from '../ask-text.ts'
import { type Command, EXIT, HOME_MEANING, HOME_OPTION, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { findRun } from '../find-run.ts'
import { look } from '../homes.ts'
import { lettersText } from '../letter-text.ts'
import { outcomeText } from '../run-end.ts'

export const showCommand: Command = {
  name: 'show',
  summary: 'Shows how a run stands, and what it asks of people with the digest of what they see',
  positionals: ['RUN'],
  options: { ...JSON_OPTION, ...HOME_OPTION },
  meanings: { ...JSON_MEANING, ...HOME_MEANING },
  run: (given, terminal) =>
    look(given, terminal, async ({ client }) => {
      const summary = await findRun(client, given.positionals[0] ?? '')
      const outcome = await client.call('run.outcome', { run: summary.run })
      const asks = await openAsks(client, summary.run)
      const { letters } = await client.call('letter.list', { run: summary.run })
      if (given.flag('json')) terminal.print(JSON.stringify({ ...summary, ...outcome, asks, letters }))
      else terminal.print(runText(summary, outcome, asks, letters))
      return EXIT.done
    }),
}

async function openAsks(client: HostClient, run: string): Promise<readonly AskView[]> {
  const { asks } = await client.call('inbox.list', {})
  const ours = asks.filter((ask) => ask.run === run && ask.type !== 'letter')
  return Promise.all(ours.map(({ ask }) => client.call('ask.view', { run, ask })))
}

function runText(
  summary: RunSummary,
  outcome: Result<'run.outcome'>,
  asks: readonly AskView[],
  letters: readonly Letter[],
): string {
  const { name, path, startedAt, endedAt, seq, tokens, costUsd } = summary
  const lines = [
    outcomeText(outcome),
    `  of ${name}, ${path}`,
    `  started ${new Date(startedAt).toISOString()}${endedAt === null ? '' : `, ended ${new Date(endedAt).toISOString()}`}`,
    `  ${seq} transitions, ${tokens} tokens, ${costUsd.toFixed(4)} USD${summary.standin ? ', on stand-ins' : ''}${summary.unsandboxed ? ', unsandboxed' : ''}${summary.chaos === true ? ', under chaos: faults are injected' : ''}`,
  ]
  if (outcome.effects.length > 0) lines.push('', '  Effects:')
  for (const effect of outcome.effects) {
    const attempts = effect.attempts === 1 ? '' : `, ${effect.attempts} attempts`
    lines.push(`    ${effect.id}  ${effect.kind}  ${effect.class}  ${effect.status}${attempts}`)
  }
  for (const ask of asks) {
    lines.push('', askText(ask), `  ${decideLine(ask)}`)
  }
  if (letters.length > 0) lines.push('', ...lettersText(letters))
  return lines.join('\n')
}
