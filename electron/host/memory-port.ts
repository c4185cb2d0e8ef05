import type { FramePort } from '../../shared/api/wire.ts'

/** Two ends of one connection inside a process. Texts arrive in order, each in a turn of its own. */
export function memoryPorts(): readonly [FramePort, FramePort] {
  const ends = [newEnd(), newEnd()] as const
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    for (const end of ends) for (const listener of end.closes) listener()
  }
  const portOf = (own: End, other: End): FramePort => ({
    send(text) {
      queueMicrotask(() => {
        if (closed) return
        for (const listener of other.texts) listener(text)
      })
    },
    onText: (listener) => void own.texts.push(listener),
    onClose: (listener) => void own.closes.push(listener),
    close,
  })
  return [portOf(ends[0], ends[1]), portOf(ends[1], ends[0])]
}

interface End {
  readonly texts: ((text: string) => void)[]
  readonly closes: (() => void)[]
}

function newEnd(): End {
  return { texts: [], closes: [] }
}
