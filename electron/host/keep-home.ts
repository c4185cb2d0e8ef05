import type { FramePort } from '../../shared/api/wire.ts'
import { memoryPorts } from './memory-port.ts'
import { connectOrOwn, type HomeAccess, type OwnerOptions } from './owner.ts'
import { pipe } from './pipe.ts'

export interface KeptHome {
  /** Connects to whoever owns the home at that moment. */
  attach(port: FramePort): void
  /** The access that holds now; it is another one once an owner has ended. */
  now(): Promise<HomeAccess>
  close(): Promise<void>
}

/**
 * Access to a home that outlives its owner: for a page or a window, which stay while commands come and go. When the
 * owner ends, this process becomes the next owner, or the client of it. Open connections break; their far ends resume.
 */
export async function keepHome(options: OwnerOptions, lost: (error: unknown) => void): Promise<KeptHome> {
  let closed = false
  let settled: HomeAccess | null = null
  let current: Promise<HomeAccess>
  const watch = (access: HomeAccess): HomeAccess => {
    settled = access
    access.client.onClose(() => {
      if (closed || access.owned !== null) return
      settled = null
      current = connectOrOwn(options).then(watch)
      current.catch((error: unknown) => {
        if (!closed) lost(error)
      })
    })
    return access
  }
  current = Promise.resolve(watch(await connectOrOwn(options)))
  return {
    attach(port) {
      if (settled === null) attachLater(port, current)
      else settled.attach(port)
    },
    now: () => current,
    async close() {
      closed = true
      await current.then(
        (access) => access.close(),
        () => undefined,
      )
    },
  }
}

/** What comes on the port meanwhile waits with it. */
function attachLater(port: FramePort, access: Promise<HomeAccess>): void {
  const gather = pipe(port)
  access.then(
    (found) => {
      const [inside, outside] = memoryPorts()
      found.attach(inside)
      gather(outside)
    },
    () => port.close(),
  )
}
