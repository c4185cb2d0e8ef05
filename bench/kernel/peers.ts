import { PEER_SPECS } from '../engines/list.ts'
import { installPeer } from '../harness/peers.ts'
import { OPTIONAL_PEERS } from './comparisons.ts'

/** Installs the peers that are not there yet. One that may be missing is told with its reason. */
export async function preparePeers(say: (text: string) => void): Promise<{ [peer: string]: string }> {
  const skipped: { [peer: string]: string } = {}
  for (const spec of PEER_SPECS) {
    try {
      await installPeer(spec, say)
    } catch (error) {
      if (!OPTIONAL_PEERS.includes(spec.name)) throw error
      skipped[spec.name] = (error as Error).message
    }
  }
  return skipped
}
