import type { FramePort } from '../../shared/api/wire.ts'

/** Where the loopback host takes WebSockets. */
export const SOCKET_PATH = '/socket'
/** What the preload script posts to its window, with the port, whenever the host has started. */
export const PORT_MESSAGE = 'synod:port'

/** Opens a WebSocket; the token goes as its subprotocol, since a page can set no header. */
export function openSocket(origin: string, token: string): Promise<FramePort> {
  const url = new URL(SOCKET_PATH, origin)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, [`synod.${token}`])
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socketPort(socket)), { once: true })
    socket.addEventListener('error', () => reject(new Error('the host did not answer')), { once: true })
  })
}

function socketPort(socket: WebSocket): FramePort {
  return {
    send: (text) => {
      // A socket that is closing says so by its own event.
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    onText: (listener) =>
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(event.data)
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  }
}

/** Hands out the ports that the preload script posts, each once, in the order in which they come. */
export function postedPorts(target: Window): () => Promise<FramePort> {
  const ready: MessagePort[] = []
  const waiting: ((port: MessagePort) => void)[] = []
  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    if (event.source !== target || event.data !== PORT_MESSAGE || port === undefined) return
    const next = waiting.shift()
    if (next === undefined) ready.push(port)
    else next(port)
  })
  return () =>
    new Promise((resolve) => {
      // After a restart of the host only its newest port leads anywhere.
      const port = ready.splice(0).at(-1)
      if (port === undefined) waiting.push((posted) => resolve(messagePort(posted)))
      else resolve(messagePort(port))
    })
}

export function messagePort(port: MessagePort): FramePort {
  return {
    send: (text) => port.postMessage(text),
    onText: (listener) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') listener(event.data)
      })
      port.start()
    },
    onClose: (listener) => port.addEventListener('close', () => listener(), { once: true }),
    close: () => port.close(),
  }
}
