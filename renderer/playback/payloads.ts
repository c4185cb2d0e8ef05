import { useEffect, useState } from 'react'
import type { Result } from '../../shared/api/contract.ts'
import { inlineOf, type Ref } from '../../shared/topology/payload.ts'
import { getHost } from '../connection/host.ts'

export type PayloadState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly text: string; readonly size: number; readonly cut: boolean }
  | { readonly state: 'failed'; readonly problem: string }

const LOADING: PayloadState = { state: 'loading' }
const LIMIT = 20_000
const KEPT = 200

/** Content never changes under its digest, so what was read once is kept. */
const read = new Map<Ref, PayloadState>()

/** The content of a ref, fetched when it is first shown; null shows nothing and fetches nothing. */
export function usePayload(ref: Ref | null, limit = LIMIT): PayloadState {
  const [, changed] = useState(0)
  useEffect(() => {
    if (ref === null || read.get(ref)?.state === 'ready' || inlineOf(ref) !== null) return
    let wanted = true
    const done = (state: PayloadState): void => {
      keep(ref, state)
      if (wanted) changed((count) => count + 1)
    }
    getHost()
      .call('payload.get', { ref, limit })
      .then(
        (found) => done({ state: 'ready', ...pretty(found) }),
        (error: Error) => done({ state: 'failed', problem: error.message }),
      )
    return () => {
      wanted = false
    }
  }, [ref, limit])
  if (ref === null) return LOADING
  const inline = inlineOf(ref)
  if (inline !== null) return { state: 'ready', text: inline, size: inline.length, cut: false }
  return read.get(ref) ?? LOADING
}

function keep(ref: Ref, state: PayloadState): void {
  read.set(ref, state)
  for (const oldest of read.keys()) if (read.size > KEPT) read.delete(oldest)
}

/** JSON with its lines indented; a text as the text that it is. */
function pretty({ text, size, cut }: Result<'payload.get'>): Result<'payload.get'> {
  try {
    const value: unknown = JSON.parse(text)
    return { text: typeof value === 'string' ? value : JSON.stringify(value, null, 2), size, cut }
  } catch {
    // What was cut is no whole JSON any more.
    return { text, size, cut }
  }
}

export function sizeText(characters: number): string {
  if (characters < 1000) return `${characters} B`
  if (characters < 1_000_000) return `${(characters / 1000).toFixed(1)} kB`
  return `${(characters / 1_000_000).toFixed(1)} MB`
}
