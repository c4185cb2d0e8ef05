import type { AuditEntry } from '../../../shared/api/audit.ts'
import { HostError } from '../../../shared/api/contract.ts'
import {
  type Command,
  EXIT,
  type Given,
  HOME_MEANING,
  HOME_OPTION,
  JSON_MEANING,
  JSON_OPTION,
} from '../command.ts'
import { findRun } from '../find-run.ts'
import { look } from '../homes.ts'
import type { Terminal } from '../terminal.ts'

export const auditCommand: Command = {
  name: 'audit',
  summary: 'Checks the trail of decisions (verify), or shows it, of one run or all (show)',
  positionals: ['verify|show', '[RUN]'],
  options: { head: { type: 'string' }, ...JSON_OPTION, ...HOME_OPTION },
  meanings: {
    head: 'HASH: with verify, one that an earlier verify printed; the trail must still hold it',
    ...JSON_MEANING,
    ...HOME_MEANING,
  },
  run: (given, terminal) => {
    const [what = '', run] = given.positionals
    if (what === 'verify' && run === undefined) return verify(given, terminal)
    if (what === 'show') return show(given, terminal, run)
    const message = what === 'verify' ? 'audit: verify takes no run' : `audit: verify or show, not "${what}"`
    throw new HostError({ code: 'bad-input', message })
  },
}

function verify(given: Given, terminal: Terminal): Promise<number> {
  return look(given, terminal, async ({ client }) => {
    const check = await client.call('audit.verify', { head: given.text('head') ?? null })
    const whole = check.problems.length === 0
    if (given.flag('json')) terminal.print(JSON.stringify({ whole, ...check }))
    else {
      const entries = `${check.entries} ${check.entries === 1 ? 'entry' : 'entries'}`
      terminal.print(
        whole ? `The audit trail is whole: ${entries}` : `The audit trail was changed: ${entries}`,
      )
      for (const problem of check.problems) terminal.print(`  ${problem}`)
      terminal.print(`Head: ${check.head}`)
    }
    return whole ? EXIT.done : EXIT.failed
  })
}

function show(given: Given, terminal: Terminal, typed: string | undefined): Promise<number> {
  return look(given, terminal, async ({ client }) => {
    const run = typed === undefined ? null : (await findRun(client, typed)).run
    const { entries } = await client.call('audit.list', { run })
    if (given.flag('json')) terminal.print(JSON.stringify({ entries }))
    else if (entries.length === 0) terminal.say('Nothing has been decided yet')
    for (const entry of given.flag('json') ? [] : entries) terminal.print(entryText(entry))
    return EXIT.done
  })
}

function entryText({
  seq,
  at,
  type,
  by,
  account,
  run,
  node,
  ask,
  answer,
  shown,
  comment,
}: AuditEntry): string {
  const who = account === '' || account === by ? by : `${by} (account ${account})`
  const where = [run, ask ?? node].filter((part) => part !== null).join(' ')
  const of = shown === null || shown === '' ? '' : ` of ${shown.slice(0, 12)}…`
  const said = comment === '' ? '' : `: ${comment}`
  return `${String(seq).padStart(4)}  ${new Date(at).toISOString()}  ${type}  ${where}  ${answer}${of} by ${who}${said}`
}
