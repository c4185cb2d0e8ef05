import type { RecordedTransition } from '../../shared/api/contract.ts'
import { channelAt, type Plan } from '../../shared/topology/plan.ts'
import { countAtMost } from '../../shared/trace/history.ts'
import type { MessageTrace } from '../../shared/trace/messages.ts'
import { isErrorPort } from '../../shared/trace/node-view.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { Particle, ParticleFeed, ParticleShape } from '../canvas/view-model.ts'

const TRAVEL_MS = 700
const MOST = 3000
const MOST_PER_EDGE = 3
/** What is older than this when it comes is history: it is shown as it stands, not as moving. */
const RECENT_MS = 3000

interface Moving {
  readonly edge: string
  readonly shape: ParticleShape
  readonly back: boolean
  readonly rate: number
  readonly start: number
}

/**
 * What moves on the edges. Live and in play every message takes the same time from port to port, so that simultaneous
 * stays simultaneous; standing at a moment, each is where that moment lies between its send and its delivery.
 */
export class RunParticles implements ParticleFeed {
  private readonly listeners = new Set<() => void>()
  private moved: Moving[] = []
  private standing: readonly Particle[] = []
  private lastSpawn = 0

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  frame(now: number): readonly Particle[] {
    this.moved = this.moved.filter((one) => now - one.start < TRAVEL_MS)
    const moving = this.moved.map(({ edge, shape, back, rate, start }): Particle => {
      const at = Math.min(1, Math.max(0, (now - start) / TRAVEL_MS))
      return { edge, shape, at, ...(back ? { back } : {}), ...(rate > 0 ? { rate } : {}) }
    })
    return [...this.standing, ...moving]
  }

  moving(now: number): boolean {
    return this.moved.some((one) => now - one.start < TRAVEL_MS)
  }

  clear(): void {
    if (this.moved.length === 0 && this.standing.length === 0) return
    this.moved = []
    this.standing = []
    this.tell()
  }

  /** Messages of transitions that have just happened. */
  spawn(trace: Trace, records: readonly RecordedTransition[]): void {
    const recent = records.findIndex((record) => Date.now() - record.identity.at < RECENT_MS)
    const first = records[recent]
    if (first !== undefined) this.replay(trace, first.identity.seq - 1, trace.last)
  }

  /** Messages sent after one position and up to another begin to move. */
  replay(trace: Trace, from: number, to: number): void {
    this.standing = []
    if (reducedMotion()) return
    const all = trace.messages.all()
    const start = countAtMost(all, from, (message) => message.sentSeq)
    const end = countAtMost(all, to, (message) => message.sentSeq)
    const byEdge = new Map<string, MessageTrace[]>()
    for (const message of all.slice(start, end)) {
      const edge = edgeOf(trace.plan, message)
      if (edge === null) continue
      const key = message.type === 'reply' ? `${edge} back` : edge
      const list = byEdge.get(key)
      if (list === undefined) byEdge.set(key, [message])
      else list.push(message)
    }
    const now = performance.now()
    const elapsedMs = Math.min(1000, Math.max(16, now - this.lastSpawn))
    this.lastSpawn = now
    for (const messages of byEdge.values()) this.add(trace, messages, now, elapsedMs)
    if (byEdge.size > 0) this.tell()
  }

  /** Shows what was under way at a position, standing still. */
  stand(trace: Trace, position: number, instant: number): void {
    this.moved = []
    const standing: Particle[] = []
    for (const component of trace.plan.components) {
      if (component.type !== 'channel' && component.type !== 'client') continue
      for (const message of underWay(trace, component.index, position)) {
        const edge = edgeOf(trace.plan, message)
        if (edge === null || standing.length >= MOST) continue
        const back = message.type === 'reply' ? { back: true } : {}
        standing.push({
          edge,
          shape: shapeOf(trace.plan, message),
          at: part(message, position, instant),
          ...back,
        })
      }
    }
    this.standing = standing
    this.tell()
  }

  private add(trace: Trace, messages: readonly MessageTrace[], now: number, elapsedMs: number): void {
    if (this.moved.length >= MOST) return
    const many = messages.length > MOST_PER_EDGE
    for (const message of many ? messages.slice(0, 1) : messages) {
      this.moved.push({
        edge: edgeOf(trace.plan, message) ?? '',
        shape: shapeOf(trace.plan, message),
        back: message.type === 'reply',
        rate: many ? (messages.length * 1000) / elapsedMs : 0,
        start: now,
      })
    }
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** The feed of the run that is shown. */
export const particles = new RunParticles()

/** The drawn edge of a message; the second half of a contract's edge is the same journey, so it has none. */
function edgeOf(plan: Plan, message: MessageTrace): string | null {
  const id = plan.components[message.component]?.id ?? ''
  return id === '' || id.includes('.') ? null : id
}

function shapeOf(plan: Plan, message: MessageTrace): ParticleShape {
  const sender = plan.components[message.from]
  if (message.type !== 'message' || sender?.type !== 'actor') return 'data'
  if (message.attempt > 1) return 'attempt'
  if (isErrorPort(sender, channelAt(plan, message.component).fromPort)) return 'error'
  return sender.kind.look.outline === 'gate' ? 'decision' : 'data'
}

/** Sent by a position, and taken later. What is never taken stands in front of its port as a tick. */
function* underWay(trace: Trace, component: number, position: number): Generator<MessageTrace> {
  const cell = trace.cell(component, position)
  let left = 0
  if (cell.type === 'channel') left = cell.queue.length + cell.held.length
  if (cell.type === 'client') left = cell.requests.length + cell.replies.length
  const all = trace.messages.on(component)
  for (let at = trace.messages.sentBy(component, position) - 1; at >= 0 && left > 0; at -= 1) {
    const message = all[at] as MessageTrace
    if (message.end !== null && message.endSeq <= position) continue
    left -= 1
    if (message.end === 'delivered') yield message
  }
}

/** By time where there was some, else by transitions. */
function part(message: MessageTrace, position: number, instant: number): number {
  const spentMs = message.endAt - message.sentAt
  if (spentMs > 50) return Math.min(1, Math.max(0.04, (instant - message.sentAt) / spentMs))
  return (position - message.sentSeq + 0.5) / (message.endSeq - message.sentSeq)
}

export function reducedMotion(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches
}
