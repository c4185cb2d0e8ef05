import { type Notice, newNotices } from '../../shared/api/notice.ts'
import type { KeptHome } from './keep-home.ts'

/** Tells of each question once, whichever process owns the home; what waited before is not news. */
export function watchInbox(
  home: Pick<KeptHome, 'now'>,
  tell: (notices: readonly Notice[]) => void,
  lost: (error: unknown) => void,
): void {
  let known: ReadonlySet<string> | null = null
  const follow = async (): Promise<void> => {
    const { client } = await home.now()
    client.follow('inbox', {}, (events) => {
      const { notices, now } = newNotices(known ?? new Set(), events.at(-1)?.asks ?? [])
      const first = known === null
      // A new owner begins with an empty inbox: what was told of stays known.
      known = new Set([...(known ?? []), ...now])
      if (!first && notices.length > 0) tell(notices)
    })
    client.onClose(() => void follow().catch(lost))
  }
  follow().catch(lost)
}
