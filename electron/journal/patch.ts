/**
 * How a text differs from the one before it: what is kept at either end, and what stands between. Cells grow and
 * shrink in one place mostly (a message joins a queue, a round is raised), so this is nearly as small as a real
 * difference, and it costs one pass.
 */
export type Patch = readonly [prefixLength: number, suffixLength: number, middle: string]

/** Whole blocks are compared natively; only the last one is walked. */
const BLOCK = 256

export function diffText(before: string, after: string): Patch {
  const shorter = Math.min(before.length, after.length)
  const prefix = commonPrefix(before, after, shorter)
  const suffix = commonSuffix(before, after, shorter - prefix)
  return [prefix, suffix, after.slice(prefix, after.length - suffix)]
}

export function applyPatch(before: string, [prefix, suffix, middle]: Patch): string {
  if (!isLength(prefix) || !isLength(suffix) || prefix + suffix > before.length) {
    throw new Error(`a patch keeps ${prefix} + ${suffix} of ${before.length} characters`)
  }
  return before.slice(0, prefix) + middle + before.slice(before.length - suffix)
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
