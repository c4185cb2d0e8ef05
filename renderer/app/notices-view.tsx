import './notices.css'
import { CircleCheck, OctagonAlert, X } from 'lucide-react'
import { IconButton } from '../ui/button.tsx'
import { dismiss, useNotices } from './notices.ts'

/** What went well leaves by itself; what did not stays until it is closed. */
export function Notices() {
  const list = useNotices((state) => state.list)
  return (
    <div className="notices" role="status" aria-live="polite">
      {list.map((notice) => (
        <div
          key={notice.id}
          className={`notice notice-${notice.tone}`}
          role={notice.lasting ? 'alert' : undefined}
        >
          {notice.tone === 'done' ? <CircleCheck size={16} /> : <OctagonAlert size={16} />}
          <p>{notice.text}</p>
          {notice.lasting ? (
            <IconButton label="Close" onClick={() => dismiss(notice.id)}>
              <X />
            </IconButton>
          ) : null}
        </div>
      ))}
    </div>
  )
}
