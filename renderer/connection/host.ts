import type { HostClient } from '../../shared/api/client.ts'

let host: HostClient | undefined

/** The one connection of this window to its host. */
export function getHost(): HostClient {
  if (host === undefined) throw new Error('the host is not connected')
  return host
}

/** Puts another client in its place: a test's, or the one that the page has opened. */
export function setHost(client: HostClient): void {
  host = client
}
