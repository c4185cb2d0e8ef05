import './theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { getHost } from './connection/host.ts'
import { restoreDraft } from './files/files.ts'

// The connection opens while the page is drawn.
getHost()
restoreDraft()

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
