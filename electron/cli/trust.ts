import { HostError, type TrustList } from '../../shared/api/contract.ts'
import type { Terminal } from './terminal.ts'

/** All that a topology may do outside, a line each. */
export function trustText(list: TrustList): string {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['runs', list.commands],
    ['asks the models', list.models],
    ['reaches', list.hosts],
    ['opens the repositories', list.repositories],
  ]
  return parts
    .filter(([, items]) => items.length > 0)
    .map(([what, items]) => [`  It ${what}:`, ...items.map((item) => `    ${item}`)].join('\n'))
    .join('\n')
}

/** Before the first run of a file from elsewhere a person reads what it may do. */
export async function acceptTrust(
  file: string,
  list: TrustList,
  told: boolean,
  terminal: Terminal,
): Promise<void> {
  if (told) return
  terminal.say(`${file} comes from elsewhere.\n${trustText(list)}`)
  if (terminal.interactive) {
    const typed = (await terminal.ask('Do you trust it to do this? [y]es or [n]o: '))?.trim().toLowerCase()
    if (typed === 'y' || typed === 'yes') return
    throw new HostError({ code: 'untrusted', message: `${file}: not trusted, so not run` })
  }
  throw new HostError({
    code: 'untrusted',
    message: `${file}: this file comes from elsewhere: read what it may do, listed above, then run it with --trust`,
  })
}
