import type { Piece } from './patch.ts'

/** Shorter runs in common are not worth telling, and would be found where they mean nothing. */
const ANCHOR = 24

/** Where the texts have little in common, looking for more costs more than it saves. */
const MOST_PIECES = 64
const MOST_STEPS = 32

/**
 * Tells `after` by what it has in common with `before` from a place on. Greedy: at a difference, the nearest place
 * where one of them goes on as the other. Any answer is right; this one is short where little was put in or taken out.
 */
export function piecesOf(before: string, after: string, from: number): readonly Piece[] {
  const pieces: Piece[] = []
  let old = from
  let at = 0
  while (at < after.length && pieces.length < MOST_PIECES) {
    const meeting = meet(before, old, after, at)
    if (meeting === null) break
    const { skipOld, skipNew } = meeting
    if (skipNew > 0) pieces.push(after.slice(at, at + skipNew))
    old += skipOld
    at += skipNew
    const length = commonLength(before, old, after, at)
    pieces.push([old, length])
    old += length
    at += length
  }
  if (at < after.length) pieces.push(after.slice(at))
  return pieces
}

interface Meeting {
  readonly skipOld: number
  readonly skipNew: number
}

/** How far to go on in both texts until they have a run in common. */
function meet(before: string, old: number, after: string, at: number): Meeting | null {
  const put = old + ANCHOR > before.length ? -1 : after.indexOf(before.slice(old, old + ANCHOR), at)
  const taken = at + ANCHOR > after.length ? -1 : before.indexOf(after.slice(at, at + ANCHOR), old)
  if (put >= 0 && (taken < 0 || put - at <= taken - old)) return { skipOld: 0, skipNew: put - at }
  if (taken >= 0) return { skipOld: taken - old, skipNew: 0 }
  // Something was replaced: the first part of the rest that is known goes on.
  for (let step = 1; step <= MOST_STEPS; step += 1) {
    const next = at + step * ANCHOR
    if (next + ANCHOR > after.length) return null
    const found = before.indexOf(after.slice(next, next + ANCHOR), old)
    if (found >= 0) return { skipOld: found - old, skipNew: next - at }
  }
  return null
}

const BLOCK = 256

function commonLength(before: string, old: number, after: string, at: number): number {
  const limit = Math.min(before.length - old, after.length - at)
  let length = 0
  while (
    length + BLOCK <= limit &&
    before.slice(old + length, old + length + BLOCK) === after.slice(at + length, at + length + BLOCK)
  )
    length += BLOCK
  while (length < limit && before.charCodeAt(old + length) === after.charCodeAt(at + length)) length += 1
  return length
}
