import type { RunState } from '../../../shared/kernel/cells.ts'
import type { PayloadStore } from '../../drivers/seams.ts'

const DIGEST = /^[0-9a-f]{64}$/

/**
 * What follows from when something was, and where. A commit's date is its message's instant, and a digest of what was
 * shown holds those of earlier decisions; a tree is content.
 */
const IDENTITY: ReadonlySet<string> = new Set(['at', 'seconds', 'repository', 'commit', 'digest'])

const RECEIVED = 'received'

/** Stands for what nobody but a person could say. */
const ANYTHING = '*'

/** A state with content in the place of refs and without what is identity, so that two runs can be compared. */
export function finalOf(state: RunState, payloads: PayloadStore): unknown {
  return contentOf(JSON.parse(JSON.stringify(state)), payloads)
}

function contentOf(value: unknown, payloads: PayloadStore): unknown {
  // Not every digest is of a payload; one whose payload is lost differs from the content that it should have.
  if (typeof value === 'string')
    return DIGEST.test(value) && payloads.has(value) ? contentOf(payloads.get(value), payloads) : value
  if (Array.isArray(value)) return value.map((part) => contentOf(part, payloads))
  if (typeof value !== 'object' || value === null) return value
  if ('established' in value) return ANYTHING
  const kept = Object.entries(value).filter(([name]) => !IDENTITY.has(name))
  return Object.fromEntries(
    kept.map(([name, part]) => {
      const content = contentOf(part, payloads)
      return [name, name === RECEIVED && Array.isArray(content) ? inOrder(content) : content]
    }),
  )
}

/** What comes to an output from several sides comes in any order. */
function inOrder(received: readonly unknown[]): readonly unknown[] {
  return received.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** Where two of them differ first; null where they are the same. A person's word counts for the result that it is of. */
export function difference(expected: unknown, found: unknown, path = 'state'): string | null {
  if (found === ANYTHING || expected === ANYTHING) return null
  if (typeof expected !== 'object' || typeof found !== 'object' || expected === null || found === null)
    return Object.is(expected, found)
      ? null
      : `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`
  const [a, b] = [expected, found] as readonly [Record<string, unknown>, Record<string, unknown>]
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const differs = difference(a[name], b[name], `${path}.${name}`)
    if (differs !== null) return differs
  }
  return null
}
