import type { Socket } from 'node:net'
import type { FramePort } from '../../shared/api/wire.ts'

/** A topology may have 32 MiB, and its text is escaped once more within a frame. */
export const LINE_MAX = 80 * 1024 * 1024

export interface Lines {
  /** Sets who gets the lines; those that come while there is nobody wait. */
  take(listener: ((line: string) => void) | null): void
  /** Characters that a line may have from now on. */
  limit(characters: number): void
}

/** Cuts what comes on a socket into lines. A line that is too long ends the connection. */
export function readLines(socket: Socket, first: number): Lines {
  let limit = first
  let pieces: string[] = []
  let length = 0
  let listener: ((line: string) => void) | null = null
  const early: string[] = []
  const give = (line: string): void => {
    if (listener === null) early.push(line)
    else listener(line)
  }
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => {
    const parts = text.split('\n')
    for (const [at, part] of parts.entries()) {
      pieces.push(part)
      length += part.length
      if (length > limit) {
        socket.destroy()
        return
      }
      if (at === parts.length - 1) return
      const line = pieces.join('')
      pieces = []
      length = 0
      give(line)
    }
  })
  return {
    take(next) {
      listener = next
      while (listener !== null && early.length > 0) listener(early.shift() as string)
    },
    limit(characters) {
      limit = characters
    },
  }
}

/** The contract's frames, one a line: JSON text has no line break of its own. */
export function socketPort(socket: Socket, lines: Lines): FramePort {
  lines.limit(LINE_MAX)
  return {
    send(text) {
      if (socket.writable) socket.write(`${text}\n`)
    },
    onText(listener) {
      lines.take((line) => {
        try {
          listener(line)
        } catch (error) {
          // What the other side sent was no frame; there is no telling where the next one begins.
          socket.destroy(error as Error)
        }
      })
    },
    onClose: (listener) => void socket.once('close', () => listener()),
    close: () => socket.destroySoon(),
  }
}
