import { piecesOf } from './patch-pieces.ts'

/** New text, or so many characters of the text before, from a place in it. */
export type Piece = string | readonly [from: number, length: number]

/**
 * How a text differs from the one before it: what is kept at either end, and what stands between. Cells grow and
 * shrink in one place mostly (a message joins a queue, a round is raised), so this is nearly as small as a real
 * difference, and it costs one pass. A middle that is long is told in pieces: a join notes each arrival in several
 * places, with all that it holds between them.
 */
export type Patch = readonly [prefixLength: number, suffixLength: number, middle: string | readonly Piece[]]

/** Whole blocks are compared natively; only the last one is walked. */
const BLOCK = 256

/** Up to so many characters a middle is not worth a closer look. */
const LONG = 512

export function diffText(before: string, after: string): Patch {
  const shorter = Math.min(before.length, after.length)
  const prefix = commonPrefix(before, after, shorter)
  const suffix = commonSuffix(before, after, shorter - prefix)
  const middle = after.slice(prefix, after.length - suffix)
  if (middle.length <= LONG) return [prefix, suffix, middle]
  return [prefix, suffix, piecesOf(before.slice(0, before.length - suffix), middle, prefix)]
}

export function applyPatch(before: string, [prefix, suffix, middle]: Patch): string {
  if (!isLength(prefix) || !isLength(suffix) || prefix + suffix > before.length) {
    throw new Error(`a patch keeps ${prefix} + ${suffix} of ${before.length} characters`)
  }
  const between = typeof middle === 'string' ? middle : middle.map((one) => pieceText(before, one)).join('')
  return before.slice(0, prefix) + between + before.slice(before.length - suffix)
}

function pieceText(before: string, piece: Piece): string {
  if (typeof piece === 'string') return piece
  const [from, length] = piece
  if (!isLength(from) || !isLength(length) || from + length > before.length) {
    throw new Error(`a patch takes ${length} from ${from} of ${before.length} characters`)
  }
  return before.slice(from, from + length)
}

function isLength(value: number): boolean {
  return Number.isInteger(value) && value >= 0
}

function commonPrefix(before: string, after: string, limit: number): number {
  let length = 0
  while (
    length + BLOCK <= limit &&
    before.slice(length, length + BLOCK) === after.slice(length, length + BLOCK)
  )
    length += BLOCK
  while (length < limit && before.charCodeAt(length) === after.charCodeAt(length)) length += 1
  return length
}

function commonSuffix(before: string, after: string, limit: number): number {
  const left = before.length
  const right = after.length
  let length = 0
  while (
    length + BLOCK <= limit &&
    before.slice(left - length - BLOCK, left - length) === after.slice(right - length - BLOCK, right - length)
  )
    length += BLOCK
  while (length < limit && before.charCodeAt(left - length - 1) === after.charCodeAt(right - length - 1))
    length += 1
  return length
}
