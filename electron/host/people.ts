import { userInfo } from 'node:os'
import { HostError } from '../../shared/api/contract.ts'
import { approverSchema } from '../../shared/nodes/gate/config.ts'

/** Who answers: as they call themselves, and the account that Synod runs under. */
export interface Person {
  readonly by: string
  readonly account: string
}

/**
 * Whoever can reach this host has the account's rights, so a name is a claim of theirs; the account is kept beside it.
 */
export function personOf(as: string | undefined): Person {
  const account = userInfo().username
  return { by: as === undefined ? account : nameOf(as), account }
}

export function nameOf(name: string): string {
  const parsed = approverSchema.safeParse(name.trim())
  if (parsed.success) return parsed.data
  throw new HostError({ code: 'bad-input', message: `"${name}": ${parsed.error.issues[0]?.message}` })
}
