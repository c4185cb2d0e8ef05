import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { HostError } from '../../../shared/api/contract.ts'
import { projectRoot } from '../../host/places.ts'
import { serveWeb } from '../../web/serve-web.ts'
import { type Command, EXIT, type Given, HOME_MEANING, HOME_OPTION } from '../command.ts'
import { act } from '../homes.ts'
import type { Terminal } from '../terminal.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serves the workbench as a page on this machine',
  positionals: [],
  options: { port: { type: 'string' }, open: { type: 'boolean' }, ...HOME_OPTION },
  meanings: {
    port: 'PORT: on 127.0.0.1 (default: any free one)',
    open: 'open it in the browser, where there is one',
    ...HOME_MEANING,
  },
  run: async (given, terminal) => {
    const distFolder = join(projectRoot(), 'dist', 'renderer')
    const port = portOf(given)
    if (!existsSync(join(distFolder, 'index.html'))) {
      throw new HostError({
        code: 'bad-input',
        message: 'the page is not built yet: run `npm run build` once',
      })
    }
    const asked = new Promise<void>((resolve) => {
      terminal.onEnd(() => resolve())
    })
    return act(given, terminal, async (home) => {
      const web = await serveWeb({ attach: home.attach, distFolder, ...(port === null ? {} : { port }) })
      terminal.print(`Synod is at ${web.url}`)
      if (given.flag('open')) openBrowser(web.url, terminal)
      await asked
      await web.close()
      return EXIT.done
    })
  },
}

function portOf(given: Given): number | null {
  const typed = given.text('port')
  if (typed === undefined) return null
  const port = Number(typed)
  if (/^\d+$/.test(typed) && port <= 65_535) return port
  throw new HostError({ code: 'bad-input', message: `--port takes a number up to 65535, not "${typed}"` })
}

/** Where it can't be opened the printed address is enough. */
function openBrowser(url: string, { environment }: Terminal): void {
  const { platform } = process
  const display = Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'])
  if (platform === 'linux' && !display) return
  const [program, args] =
    platform === 'win32'
      ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
      : [platform === 'darwin' ? 'open' : 'xdg-open', [url]]
  const child = spawn(program as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
