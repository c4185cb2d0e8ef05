import { inlineOf, type Json, type Ref } from '../../topology/payload.ts'

/** Payloads of a preview. The digests look like the real ones and are none: equal text has equal digests, no more. */
export class PayloadShelf {
  private readonly texts = new Map<Ref, string>()

  put(value: Json): Ref {
    const text = JSON.stringify(value)
    const ref = digestLike(text)
    this.texts.set(ref, text)
    return ref
  }

  text(ref: Ref): string | undefined {
    const inline = inlineOf(ref)
    return inline === null ? this.texts.get(ref) : JSON.stringify(inline)
  }
}

/** FNV-1a over the text, once per word of the digest. */
export function digestLike(text: string): string {
  let digest = ''
  for (let word = 0; word < 8; word += 1) {
    let hash = 0x811c9dc5 ^ word
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
    digest += hash.toString(16).padStart(8, '0')
  }
  return digest
}
