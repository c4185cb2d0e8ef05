import { useEffect, useRef, useState } from 'react'
import { newNotices } from '../../shared/api/notice.ts'
import { useRuns } from '../playback/runs.ts'
import { useRunShell } from '../run/shell.ts'
import { openAsk } from './approvals.ts'

type Permission = 'granted' | 'denied' | 'default'

/** The desktop app tells by itself, also when its window is closed; its page may not. */
function permissionNow(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'denied'
}

/** Whether notifications may be shown, and how to ask for it; browsers want a press for that. */
export function useNotifyPermission(): { readonly permission: Permission; ask(): void } {
  const [permission, setPermission] = useState<Permission>(permissionNow)
  return { permission, ask: () => void Notification.requestPermission().then(setPermission) }
}

/** A desktop notification for each new question while nobody looks at this window; a press on it opens the question. */
export function useNotifications(): void {
  const asks = useRuns((state) => state.asks)
  const loaded = useRuns((state) => state.loaded)
  const shell = useRunShell()
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (!loaded) return
    const { notices, now } = newNotices(known.current ?? new Set(), asks)
    const first = known.current === null
    known.current = now
    // What waited before the page came is told by the bell.
    if (first || permissionNow() !== 'granted' || document.hasFocus()) return
    for (const { key, run, ask, title, body } of notices) {
      const notification = new Notification(title, { body, tag: key })
      notification.onclick = () => {
        window.focus()
        openAsk({ run, ask })
        shell.showApprovals()
        notification.close()
      }
    }
  }, [asks, loaded, shell])
}
