import type { HostClient } from '../../shared/api/client.ts'
import { HostError, type MethodName, type Params, type Result } from '../../shared/api/contract.ts'
import type { KeptHome } from '../host/keep-home.ts'

export type Calls = Pick<HostClient, 'call'>

/** Owners may end one after the other; one that cannot be reached at all is told by `now`. */
const OWNERS_MAX = 10

/**
 * Calls that outlive the home's owner: one that was lost because the owner ended is made again to the next. For what
 * may be asked twice: questions, and answers that are refused the second time.
 */
export function steadyCalls(home: KeptHome): Calls {
  return {
    async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
      for (let tried = 1; ; tried += 1) {
        const { client } = await home.now()
        try {
          return await client.call(method, params)
        } catch (error) {
          const lost = error instanceof HostError && error.body.code === 'unavailable'
          if (!lost || tried === OWNERS_MAX) throw error
        }
      }
    },
  }
}
