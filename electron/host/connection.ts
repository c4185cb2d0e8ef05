import { HostError, type HostErrorBody } from '../../shared/api/contract.ts'
import type { ClientFrame, FramePort, HostFrame } from '../../shared/api/wire.ts'
import { JournalError } from '../journal/journal-error.ts'
import { type Batching, batch } from './batching.ts'
import { badInput, readCall, readFollow, readFrame } from './client-frames.ts'
import { logUnexpected } from './log.ts'
import type { HostService } from './service.ts'

/** Subscriptions of one connection; a window has a handful. */
const FOLLOWED_MAX = 256

export interface Served {
  /** Takes no further frame and waits for the answers of what was taken, so that what happened is also told. */
  drain(): Promise<void>
}

type Log = (what: string, error: unknown) => void
type Frame<Type extends ClientFrame['type']> = Extract<ClientFrame, { readonly type: Type }>

/**
 * The host's side of the contract over any transport. Every frame and its params are validated; a text that is no
 * frame ends the connection, since nothing that follows it could be trusted.
 */
export function serveConnection(service: HostService, port: FramePort, log: Log = logUnexpected): Served {
  const connection = new Connection(service, port, log)
  port.onText((text) => connection.take(text))
  port.onClose(() => connection.end())
  return connection
}

class Connection implements Served {
  private readonly service: HostService
  private readonly port: FramePort
  private readonly log: Log
  private readonly followed = new Map<number, Batching>()
  private readonly calls = new Set<Promise<void>>()
  private closed = false
  private draining = false

  constructor(service: HostService, port: FramePort, log: Log) {
    this.service = service
    this.port = port
    this.log = log
  }

  take(text: string): void {
    if (this.draining) return
    const frame = readFrame(text)
    switch (frame?.type) {
      case undefined:
        this.port.close()
        return
      case 'call': {
        const call = this.call(frame)
        this.calls.add(call)
        void call.then(() => this.calls.delete(call))
        return
      }
      case 'follow':
        this.follow(frame)
        return
      case 'ack':
        this.followed.get(frame.id)?.acknowledge()
        return
      case 'unfollow':
        this.unfollow(frame.id)
    }
  }

  async drain(): Promise<void> {
    this.draining = true
    await Promise.all(this.calls)
  }

  end(): void {
    this.closed = true
    for (const id of [...this.followed.keys()]) this.unfollow(id)
  }

  private async call({ id, method: name, params: raw }: Frame<'call'>): Promise<void> {
    try {
      const { method, params } = readCall(name, raw)
      this.send({ type: 'result', id, result: await this.service.call(method, params) })
    } catch (error) {
      this.fail(id, name, error)
    }
  }

  private follow({ id, topic: name, params: raw }: Frame<'follow'>): void {
    const { followed } = this
    try {
      if (followed.has(id)) throw badInput(`subscription ${id} is in use already`)
      if (followed.size >= FOLLOWED_MAX) throw badInput(`at most ${FOLLOWED_MAX} subscriptions at once`)
      const { topic, params } = readFollow(name, raw)
      const send = (events: readonly unknown[]): void => this.send({ type: 'events', id, events })
      const failed = (error: unknown): void => {
        this.unfollow(id)
        this.fail(id, topic, error)
      }
      followed.set(id, batch(this.service, topic, params, send, failed))
    } catch (error) {
      this.fail(id, name, error)
    }
  }

  private unfollow(id: number): void {
    this.followed.get(id)?.end()
    this.followed.delete(id)
  }

  private fail(id: number, what: string, error: unknown): void {
    if (!(error instanceof HostError || error instanceof JournalError)) this.log(what, error)
    this.send({ type: 'error', id, error: bodyOf(what, error) })
  }

  private send(frame: HostFrame): void {
    if (!this.closed) this.port.send(JSON.stringify(frame))
  }
}

function bodyOf(what: string, error: unknown): HostErrorBody {
  if (error instanceof HostError) return error.body
  if (error instanceof JournalError) return { code: 'internal', message: error.message }
  return { code: 'internal', message: `${what} failed inside the host; its log says more` }
}
