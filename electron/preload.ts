/**
 * Hands the page its port to the runtime, and nothing else: no function of Electron or Node reaches the page. Bundled
 * as CommonJS, since a sandboxed preload cannot import.
 */
import { ipcRenderer } from 'electron'
import { PORT_CHANNEL, PORT_MESSAGE, READY_CHANNEL } from './shell/channels.ts'

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage(PORT_MESSAGE, window.location.origin, [...event.ports])
})

// By the load event every module of the page has run, so that somebody listens.
window.addEventListener('load', () => ipcRenderer.send(READY_CHANNEL), { once: true })
