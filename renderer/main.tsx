import './theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { getHost } from './connection/host.ts'
import { claimDraft, lastOpen } from './files/drafts.ts'
import { openPath, restoreDraft } from './files/files.ts'

/** A window that was loaded again waits so long for its file before it shows the start screen. */
const PATIENCE_MS = 800

/** A file that was opened from outside (its icon, a synod:// link) is shown, and nothing in it runs by itself. */
function fileToShow(): string | null {
  const asked = new URLSearchParams(location.search).get('open')
  const drafted = restoreDraft()
  if (asked !== null && asked !== '') return asked
  return drafted ? null : lastOpen()
}

async function begin(): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('the page has no #root')
  // The connection opens while the page is drawn.
  getHost()
  await claimDraft()
  const path = fileToShow()
  if (path !== null)
    await Promise.race([openPath(path), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

void begin()
