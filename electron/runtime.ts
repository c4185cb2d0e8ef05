/**
 * The runtime of the Electron app: the same host as behind the loopback page and the command line, in a process that
 * main owns. It owns its home, or is a client of whoever does.
 */
import process from 'node:process'
import type { MessagePortMain } from 'electron'
import { HostError } from '../shared/api/contract.ts'
import type { FramePort } from '../shared/api/wire.ts'
import { homeFolder } from './host/home.ts'
import { keepHome } from './host/keep-home.ts'
import { logUnexpected } from './host/log.ts'
import { watchInbox } from './host/watch-inbox.ts'
import { homeArgument } from './shell/open-target.ts'

const home = homeFolder(homeArgument(process.argv), process.env, process.platform)
const kept = keepHome({ home, environment: process.env }, fail)
kept.catch(fail)

process.parentPort.on('message', ({ ports }) => {
  const [port] = ports
  if (port === undefined) return
  const frames = framePort(port)
  kept.then(
    (access) => access.attach(frames),
    () => frames.close(),
  )
})

kept.then(
  (access) => watchInbox(access, (notices) => process.parentPort.postMessage({ notices }), fail),
  () => {},
)

process.once('SIGTERM', () => {
  kept.then((access) => access.close()).finally(() => process.exit(0))
})

/** Main starts it again, and says what was wrong if that doesn't help. */
function fail(error: unknown): void {
  if (error instanceof HostError) process.stderr.write(`${error.message}\n`)
  else logUnexpected('runtime', error)
  process.exit(1)
}

/** Frames wait in the port until somebody listens. */
function framePort(port: MessagePortMain): FramePort {
  return {
    send: (text) => port.postMessage(text),
    onText(listener) {
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      })
      port.start()
    },
    onClose: (listener) => void port.once('close', () => listener()),
    close: () => port.close(),
  }
}
