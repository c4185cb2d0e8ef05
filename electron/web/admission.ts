import { sameSecret } from '../host/owner-socket.ts'

/** Where the page opens its WebSocket. */
export const SOCKET_PATH = '/socket'
const PROTOCOL = 'synod.'

export interface Doorway {
  readonly port: number
  readonly token: string
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

/**
 * Whether a request names this server by a name that only this machine gives it. Another name is a page elsewhere whose
 * domain was made to point here (DNS rebinding).
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host !== undefined && ownHosts(port).includes(host.toLowerCase())
}

/** Null when a WebSocket may be opened. */
export function refuseSocket(
  request: {
    readonly path: string
    readonly host: string | undefined
    readonly origin: string | undefined
    readonly protocols: string | undefined
  },
  door: Doorway,
): Refusal | null {
  if (!isOwnHost(request.host, door.port)) return { status: 421, message: 'Misdirected Request' }
  if (request.path !== SOCKET_PATH) return { status: 404, message: 'Not Found' }
  // A browser always says where a page comes from; a page of another origin has no business here.
  const own = ownHosts(door.port).map((host) => `http://${host}`)
  if (request.origin === undefined || !own.includes(request.origin))
    return { status: 403, message: 'Forbidden' }
  const token = tokenIn(request.protocols)
  if (token === null || !sameSecret(token, door.token)) return { status: 401, message: 'Unauthorized' }
  return null
}

/** A page can set no header on a WebSocket, so the token comes as its subprotocol. */
function tokenIn(protocols: string | undefined): string | null {
  const named = (protocols ?? '').split(',').map((one) => one.trim())
  const ours = named.filter((one) => one.startsWith(PROTOCOL))
  return ours.length === 1 && named.length === 1 ? (ours[0] as string).slice(PROTOCOL.length) : null
}

function ownHosts(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}
