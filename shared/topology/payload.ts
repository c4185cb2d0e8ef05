/**
 * Content lives in the payload store under its SHA-256; behaviours move refs and never see content.
 * A ref is the digest in hex, `text:` and a short literal, or in the explorer a token.
 */
export type Ref = string

/** A ref, or a small record or list of refs: what a message carries. */
export type Payload = Ref | readonly Payload[] | { readonly [field: string]: Payload }

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/** What the world answered to an effect. `control` is small and by the kind's own schema; content is only in `refs`. */
export interface Outcome {
  /** `ok`, `error`, or a word of the kind's own (`answer`, `call`, `conflict`). */
  readonly tag: string
  readonly control: JsonObject
  readonly refs: { readonly [field: string]: Payload }
}

/** `control` of every outcome whose tag is `error`. */
export interface ErrorControl {
  readonly code: string
  readonly retryable: boolean
  /** `no`: the executor knows that nothing happened. Anything else leaves a `once` effect in doubt. */
  readonly happened: 'no' | 'unknown'
}

const INLINE = 'text:'

/** A ref that carries its own short text, for what the kernel itself has to say. */
export function inlineText(text: string): Ref {
  return `${INLINE}${text}`
}

export function inlineOf(ref: Ref): string | null {
  return ref.startsWith(INLINE) ? ref.slice(INLINE.length) : null
}

/** The only question that a behaviour may ask of refs. */
export function same(a: Ref, b: Ref): boolean {
  return a === b
}

/** Every ref in a payload, in a fixed order. */
export function refsIn(payload: Payload): readonly Ref[] {
  if (typeof payload === 'string') return [payload]
  const parts = Array.isArray(payload) ? payload : Object.values(payload as Record<string, Payload>)
  return parts.flatMap((part: Payload) => refsIn(part))
}

/** The fields of a payload; a bare ref or a list counts as the field `value`. */
export function fieldsOf(payload: Payload): { readonly [field: string]: Payload } {
  if (typeof payload === 'string' || Array.isArray(payload)) return { value: payload }
  return payload as { readonly [field: string]: Payload }
}

export function errorOutcome(control: ErrorControl, error: Ref): Outcome {
  return { tag: 'error', control: { ...control }, refs: { error } }
}
