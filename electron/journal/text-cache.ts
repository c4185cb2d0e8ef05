/**
 * Texts by key, bounded by characters. Two generations: a text that is not asked for while one fills is forgotten
 * with it. Nearly as good as the longest unused, and a new text costs one insertion.
 */
export class TextCache {
  private readonly generationChars: number
  private young = new Map<string, string>()
  private old = new Map<string, string>()
  private youngChars = 0

  constructor(limitChars: number) {
    this.generationChars = limitChars / 2
  }

  get(key: string): string | undefined {
    const young = this.young.get(key)
    if (young !== undefined) return young
    const text = this.old.get(key)
    if (text !== undefined) this.set(key, text)
    return text
  }

  /** A key always has the same text. One that would empty the cache alone is not taken. */
  set(key: string, text: string): void {
    if (text.length > this.generationChars / 2) return
    if (this.youngChars + text.length > this.generationChars) {
      this.old = this.young
      this.young = new Map()
      this.youngChars = 0
    }
    this.young.set(key, text)
    this.youngChars += text.length
  }
}
