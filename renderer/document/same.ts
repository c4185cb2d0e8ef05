import type { TopologyDocument } from '../../shared/topology/document.ts'
import { formatDocument } from '../../shared/topology/parse.ts'

const meanings = new WeakMap<TopologyDocument, string>()

/** Whether two drawings say the same: what was undone is as it was, and where a node stands is nothing to a run. */
export function sameDrawing(one: TopologyDocument | null, other: TopologyDocument | null): boolean {
  if (one === other) return true
  return one !== null && other !== null && meaningOf(one) === meaningOf(other)
}

function meaningOf(document: TopologyDocument): string {
  let meaning = meanings.get(document)
  if (meaning === undefined) {
    // The file's own order of keys is the same however the document came to be.
    const whole: unknown = JSON.parse(formatDocument(document))
    meaning = JSON.stringify(whole, (key, value: unknown) =>
      key === 'at' && Array.isArray(value) ? undefined : value,
    )
    meanings.set(document, meaning)
  }
  return meaning
}
