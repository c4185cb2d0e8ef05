import { create } from 'zustand'
import type { HostClient } from '../../shared/api/client.ts'
import { openSocket, postedPorts } from './ports.ts'
import { type ConnectionState, createResumingClient } from './resuming.ts'
import { takeToken } from './token.ts'

interface Connection {
  readonly state: ConnectionState
  /** Set when there is nothing to connect with; one sentence with the remedy. */
  readonly problem: string | null
}

/** How the connection stands, for the status bar. */
export const useConnection = create<Connection>()(() => ({ state: 'connecting', problem: null }))

/** A host that was started again has another token, which no waiting brings back. */
const GIVE_ADVICE_AFTER = 6
const ADVICE =
  'The host does not answer. If Synod was started again, open the address that it printed then; this page goes on trying.'

let host: HostClient | undefined

/** The one connection of this window to its host; opened when it is first asked for. */
export function getHost(): HostClient {
  host ??= connectPage()
  return host
}

/** Puts another client in its place, for previews and tests. */
export function setHost(client: HostClient): void {
  host = client
  useConnection.setState({ state: 'open', problem: null })
}

function connectPage(): HostClient {
  const connect = location.protocol.startsWith('http') ? bySocket() : postedPorts(window)
  let lost = 0
  return createResumingClient({
    connect,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    changed: (state) => {
      lost = state === 'lost' ? lost + 1 : 0
      const problem = lost >= GIVE_ADVICE_AFTER ? ADVICE : null
      useConnection.setState(state === 'connecting' ? { state } : { state, problem })
    },
  })
}

function bySocket(): () => ReturnType<typeof openSocket> {
  const token = takeToken({
    hash: location.hash,
    storage: sessionStorage,
    clean: () => history.replaceState(null, '', location.pathname + location.search),
  })
  if (token === null) {
    const problem =
      'This address has no token. Open the address that Synod printed when it started, with all that follows the #.'
    useConnection.setState({ problem })
    return () => new Promise(() => {})
  }
  return () => openSocket(location.origin, token)
}
