import { FileJson } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Result } from '../../shared/api/contract.ts'
import { getHost, useConnection } from '../connection/host.ts'
import { nameOfPath, openPath } from '../files/files.ts'

type Recent = Result<'document.recent'>['files']

export function RecentFiles() {
  const files = useRecent()
  return (
    <section aria-labelledby="start-recent">
      <h2 id="start-recent" className="start-title">
        Recent
      </h2>
      {files.length === 0 ? (
        <p className="welcome-none">Nothing yet. Files that you open are listed here.</p>
      ) : (
        <ul className="start-recent">
          {files.map((file) => (
            <li key={file.path}>
              <button
                type="button"
                className="start-file"
                title={file.path}
                onClick={() => void openPath(file.path)}
              >
                <FileJson size={15} aria-hidden="true" />
                <span className="start-file-name">
                  <strong className="ellipsis">{file.name === '' ? nameOfPath(file.path) : file.name}</strong>
                  <span className="data ellipsis">{nameOfPath(file.path)}</span>
                </span>
                <time dateTime={new Date(file.at).toISOString()}>{dateText(file.at)}</time>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function useRecent(): Recent {
  const open = useConnection((state) => state.state === 'open')
  const [files, setFiles] = useState<Recent>([])
  useEffect(() => {
    if (!open) return
    getHost()
      .call('document.recent', {})
      .then(
        (recent) => setFiles(recent.files),
        () => {
          // Without the list the screen still offers everything else.
        },
      )
  }, [open])
  return files
}

function dateText(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
}
