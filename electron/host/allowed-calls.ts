import { z } from 'zod'
import { type AllowedCall, allowedCallSchema } from '../../shared/api/audit.ts'
import { HostError } from '../../shared/api/contract.ts'
import type { Json } from '../../shared/topology/payload.ts'
import type { AuditNote, Journal } from '../drivers/seams.ts'
import type { Person } from './people.ts'

const SETTING = 'allowed-calls'

/**
 * Calls of agents' tools that a person has allowed once and for all: each exactly as it would run, in one drawing. They
 * are kept in the home, each change with its entry of the audit trail.
 */
export class AllowedCalls {
  private readonly journal: Journal
  private calls: readonly AllowedCall[]

  constructor(journal: Journal) {
    this.journal = journal
    const stored = z.array(allowedCallSchema).safeParse(journal.setting(SETTING) ?? [])
    this.calls = stored.success ? stored.data : []
  }

  list(): AllowedCall[] {
    return [...this.calls]
  }

  of(key: string): AllowedCall | null {
    return this.calls.find((call) => call.key === key) ?? null
  }

  async add(
    call: AllowedCall,
    note: Pick<AuditNote, 'account' | 'run' | 'ask' | 'shown' | 'comment'>,
  ): Promise<void> {
    if (this.of(call.key) !== null) return
    const { at, by, node, tool } = call
    const entry: AuditNote = {
      ...note,
      at,
      by,
      node,
      type: 'allowed',
      answer: `always ${tool}`,
      record: null,
    }
    await this.put([...this.calls, call], entry)
  }

  /** Takes one back, by its key or the beginning of it. */
  async revoke(typed: string, { by, account }: Person, at: number): Promise<void> {
    const found = this.calls.filter((call) => call.key.startsWith(typed))
    const [call] = found
    if (call === undefined || found.length > 1) {
      const what = call === undefined ? 'No allowed call has' : 'More than one allowed call has'
      throw new HostError({
        code: 'not-found',
        message: `${what} the key "${typed}"; synod allowed lists them`,
      })
    }
    const place = { run: null, ask: null, node: call.node, shown: call.key, record: null }
    const said = { answer: `no longer ${call.tool}`, comment: call.path }
    await this.put(
      this.calls.filter((one) => one !== call),
      { ...place, ...said, at, by, account, type: 'revoked' },
    )
  }

  private put(calls: readonly AllowedCall[], entry: AuditNote): Promise<void> {
    this.calls = calls
    return this.journal.putSetting(SETTING, calls as unknown as Json, [entry])
  }
}
