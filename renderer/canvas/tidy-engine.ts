import ELK from 'elkjs/lib/elk-api.js'
import LayoutWorker from 'elkjs/lib/elk-worker.min.js?worker'

/** The layout engine is large and slow to think, so it comes when asked for and works on a thread of its own. */
export function createLayout(): InstanceType<typeof ELK> {
  return new ELK({ workerFactory: () => new LayoutWorker() })
}
