import { protocol } from 'electron'
import { isOwnPage } from '../shell/url-policy.ts'
import { readPageFile } from '../web/page-files.ts'
import { SECURITY_HEADERS } from '../web/policy.ts'

/** Serves the built page under `app://synod`, confined and with the same policy as on the loopback. */
export function servePage(distFolder: string): void {
  protocol.handle('app', async (request) => {
    const allowed = isOwnPage(request.url) && request.method === 'GET'
    const file = allowed ? await readPageFile(distFolder, new URL(request.url).pathname) : null
    if (file === null)
      return new Response('There is no such file', { status: 404, headers: SECURITY_HEADERS })
    return new Response(file.content, { headers: { ...SECURITY_HEADERS, 'Content-Type': file.type } })
  })
}
