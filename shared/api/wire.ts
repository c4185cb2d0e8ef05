import { z } from 'zod'
import { type HostErrorBody, hostErrorSchema, type MethodName, type SubscriptionName } from './contract.ts'

/**
 * Frames of the contract, the same over every transport. Event batches are acknowledged; a host keeps at most two
 * unacknowledged per subscription and gathers what comes meanwhile.
 */
export type ClientFrame =
  | { readonly type: 'call'; readonly id: number; readonly method: MethodName; readonly params: unknown }
  | {
      readonly type: 'follow'
      readonly id: number
      readonly topic: SubscriptionName
      readonly params: unknown
    }
  | { readonly type: 'unfollow'; readonly id: number }
  | { readonly type: 'ack'; readonly id: number }

export type HostFrame =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: HostErrorBody }
  | { readonly type: 'events'; readonly id: number; readonly events: readonly unknown[] }

export const clientFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.number().int(), method: z.string(), params: z.unknown() }),
  z.strictObject({ type: z.literal('follow'), id: z.number().int(), topic: z.string(), params: z.unknown() }),
  z.strictObject({ type: z.literal('unfollow'), id: z.number().int() }),
  z.strictObject({ type: z.literal('ack'), id: z.number().int() }),
])

export const hostFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: z.number().int(), result: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id: z.number().int(), error: hostErrorSchema }),
  z.strictObject({ type: z.literal('events'), id: z.number().int(), events: z.array(z.unknown()) }),
])

/** Ports of a transport: text frames in and out, and its end. */
export interface FramePort {
  send(text: string): void
  onText(listener: (text: string) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Unacknowledged batches that a host may have out per subscription. */
export const UNACKNOWLEDGED_MAX = 2
