import { StringDecoder } from 'node:string_decoder'

/** What is kept of one stream. */
export const KEPT_BYTES = 1024 * 1024

export interface Kept {
  readonly text: string
  /** Bytes that were left out. */
  readonly cut: number
}

/** Keeps the start of a stream (an answer begins there) or its end (the reason of a failure stands there). */
export class Keeper {
  private readonly parts: Buffer[] = []
  private readonly keep: 'start' | 'end'
  private size = 0
  private total = 0

  constructor(keep: 'start' | 'end') {
    this.keep = keep
  }

  add(bytes: Buffer): void {
    this.total += bytes.length
    const room = KEPT_BYTES - this.size
    const part = this.keep === 'start' ? bytes.subarray(0, Math.max(room, 0)) : bytes
    if (part.length === 0) return
    this.parts.push(part)
    this.size += part.length
    while (this.keep === 'end' && this.size - (this.parts[0]?.length ?? 0) >= KEPT_BYTES)
      this.size -= this.parts.shift()?.length ?? 0
  }

  kept(): Kept {
    const all = Buffer.concat(this.parts)
    const part = this.keep === 'end' ? all.subarray(Math.max(all.length - KEPT_BYTES, 0)) : all
    return { text: part.toString('utf8'), cut: this.total - part.length }
  }
}

const PAUSE_MS = 50

/** Hands a stream on in pieces of at most 20 a second, up to a limit; a letter is never cut in two. */
export class Pacer {
  private readonly emit: (text: string) => void
  private readonly decoders = { out: new StringDecoder('utf8'), err: new StringDecoder('utf8') }
  private waiting = ''
  private timer: NodeJS.Timeout | null = null
  private left = 2 * KEPT_BYTES

  constructor(emit: (text: string) => void) {
    this.emit = emit
  }

  add(from: 'out' | 'err', bytes: Buffer): void {
    if (this.left <= 0) return
    this.left -= bytes.length
    this.waiting += this.decoders[from].write(bytes)
    if (this.left <= 0) this.waiting += '\n(more output is not shown)\n'
    this.timer ??= setTimeout(() => this.flush(), PAUSE_MS)
  }

  flush(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.waiting !== '') this.emit(this.waiting)
    this.waiting = ''
  }
}
