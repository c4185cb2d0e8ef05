import { join } from 'node:path'
import { type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import { runtimePause } from '../shell/after-crash.ts'

export interface RuntimeProcess {
  /** Gives a port to the runtime that runs now. */
  attach(port: MessagePortMain): void
  stop(): void
}

export interface RuntimeEvents {
  /** It has been started; every window needs a new port. */
  started(): void
  /** Questions to people have come up. */
  noticed(notices: readonly Told[]): void
  /** It died too often; `said` is the last that it wrote. */
  failed(said: string): void
}

/** What a desktop notification says. */
export interface Told {
  readonly title: string
  readonly body: string
}

const SAID_MAX = 2_000

/**
 * Keeps the runtime going: a process of its own, so that neither its crash nor its garbage stops a window. It replays
 * its journal whenever it starts.
 */
export function startRuntime(args: readonly string[], events: RuntimeEvents): RuntimeProcess {
  const deaths: number[] = []
  let said = ''
  let stopped = false
  let child: UtilityProcess = start()

  function start(): UtilityProcess {
    const path = join(import.meta.dirname, '..', 'runtime.js')
    const started = utilityProcess.fork(path, [...args], { serviceName: 'Synod runtime', stdio: 'pipe' })
    started.stdout?.on('data', (data: Buffer) => process.stdout.write(data))
    started.stderr?.on('data', (data: Buffer) => {
      said = `${said}${data.toString()}`.slice(-SAID_MAX)
      process.stderr.write(data)
    })
    started.on('message', (message: { readonly notices?: readonly Told[] }) => {
      if (Array.isArray(message.notices)) events.noticed(message.notices)
    })
    started.once('spawn', () => events.started())
    started.once('exit', () => {
      if (!stopped) restart()
    })
    return started
  }

  function restart(): void {
    deaths.push(Date.now())
    const pauseMs = runtimePause(deaths, Date.now())
    if (pauseMs === null) {
      events.failed(said)
      return
    }
    setTimeout(() => {
      if (!stopped) child = start()
    }, pauseMs)
  }

  return {
    attach: (port) => child.postMessage(null, [port]),
    stop() {
      stopped = true
      child.kill()
    },
  }
}
