import type { WebSocket } from 'ws'
import type { FramePort } from '../../shared/api/wire.ts'

/** The contract's frames over a WebSocket, one text message each. */
export function webPort(socket: WebSocket): FramePort {
  return {
    send(text) {
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
    onText(listener) {
      socket.on('message', (data, binary) => {
        if (binary) socket.close(1003)
        else listener(data.toString())
      })
    },
    onClose: (listener) => void socket.once('close', () => listener()),
    close: () => socket.close(),
  }
}
