import { isAbsolute, resolve } from 'node:path'
import { APP_ORIGIN } from './url-policy.ts'

const EXTENSION = '.synod.json'
const PATH_MAX = 4096

/** A file that was asked for from outside. It is opened to be read: nothing is saved over it or run by itself. */
export interface OpenTarget {
  readonly path: string
}

/** The file that a command line names: by a path, or by a link such as `synod://open?path=/a/b.synod.json`. */
export function targetOfCommandLine(args: readonly string[], cwd: string): OpenTarget | null {
  for (const arg of args) {
    if (arg.startsWith('-')) continue
    const target = arg.startsWith('synod:') ? targetOfLink(arg) : targetOfPath(arg, cwd)
    if (target !== null) return target
  }
  return null
}

export function targetOfPath(path: string, cwd: string): OpenTarget | null {
  if (!path.endsWith(EXTENSION) || path.includes('\0') || path.length > PATH_MAX) return null
  return { path: resolve(cwd, path) }
}

/** A link comes from any page or mail, so it can name one whole path and nothing else. */
export function targetOfLink(link: string): OpenTarget | null {
  if (!URL.canParse(link)) return null
  const url = new URL(link)
  if (url.protocol !== 'synod:' || url.host !== 'open' || !['', '/'].includes(url.pathname)) return null
  const names = [...url.searchParams.keys()]
  const path = url.searchParams.get('path') ?? ''
  return names.length === 1 && isAbsolute(path) && !isRemote(path) ? targetOfPath(path, '/') : null
}

/** To look at `\\server\share` is to tell that server who one is. */
function isRemote(path: string): boolean {
  return /^[\\/]{2}/.test(path)
}

/** The address of a window, with the file that it opens. */
export function windowAddress(target: OpenTarget | null): string {
  const url = new URL(`${APP_ORIGIN}/`)
  if (target !== null) {
    url.searchParams.set('open', target.path)
    url.searchParams.set('readonly', '1')
  }
  return url.href
}

/** The value of `--home DIR` or `--home=DIR`, which goes on to the runtime. */
export function homeArgument(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--home' || arg.startsWith('--home='))
  const arg = args[at]
  if (arg === undefined) return undefined
  return arg === '--home' ? args[at + 1] : arg.slice('--home='.length)
}
