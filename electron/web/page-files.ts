import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
  ['.txt', 'text/plain; charset=utf-8'],
])

export interface PageFile {
  readonly content: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly cache: string
}

/**
 * A file of the built page by the path of its address, or null. Paths are confined to the folder, also where a link
 * leads out of it; only kinds of files that a page is made of are given out.
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile | null> {
  const path = relativePath(pathname)
  if (path === null) return null
  const type = TYPES.get(extname(path))
  if (type === undefined) return null
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, path))
    if (!file.startsWith(root + sep)) return null
    return { content: new Uint8Array(await readFile(file)), type, cache: cacheOf(path) }
  } catch {
    return null
  }
}

/** Null for whatever is not a plain path below the folder. */
function relativePath(pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return null
  if (decoded === '/') return 'index.html'
  const parts = decoded.slice(1).split('/')
  return parts.some((part) => part === '' || part.startsWith('.')) ? null : parts.join('/')
}

/** The build names what lies in assets/ by its content; everything else may be another one tomorrow. */
function cacheOf(path: string): string {
  return path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}
