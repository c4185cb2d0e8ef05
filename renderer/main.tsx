import './theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { getHost } from './connection/host.ts'
import { openPath, restoreDraft } from './files/files.ts'

// The connection opens while the page is drawn.
getHost()
restoreDraft()

// A file that was opened from outside (its icon, a synod:// link) is shown, and nothing in it runs by itself.
const asked = new URLSearchParams(location.search).get('open')
if (asked !== null && asked !== '') void openPath(asked)

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
