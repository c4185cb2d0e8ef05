import type { FramePort } from '../../shared/api/wire.ts'

/** Joins two connections: what comes on one goes out on the other. Texts wait until the other one is there. */
export function pipe(from: FramePort): (to: FramePort) => void {
  const early: string[] = []
  let to: FramePort | null = null
  let closed = false
  from.onText((text) => {
    if (to === null) early.push(text)
    else to.send(text)
  })
  from.onClose(() => {
    closed = true
    to?.close()
  })
  return (other) => {
    to = other
    other.onText((text) => from.send(text))
    other.onClose(() => from.close())
    for (const text of early.splice(0)) other.send(text)
    if (closed) other.close()
  }
}
