/** Texts by key, the longest unused forgotten first; bounded by characters, not by count. */
export class TextCache {
  private readonly limit: number
  private readonly texts = new Map<string, string>()
  private size = 0

  constructor(limitChars: number) {
    this.limit = limitChars
  }

  get(key: string): string | undefined {
    const text = this.texts.get(key)
    if (text === undefined) return undefined
    // A Map keeps the order of insertion: moved to its end, this is the last to go.
    this.texts.delete(key)
    this.texts.set(key, text)
    return text
  }

  set(key: string, text: string): void {
    this.size -= this.texts.get(key)?.length ?? 0
    this.texts.delete(key)
    // One giant would empty the cache for nothing.
    if (text.length > this.limit / 4) return
    this.texts.set(key, text)
    this.size += text.length
    for (const [oldest, old] of this.texts) {
      if (this.size <= this.limit) break
      this.texts.delete(oldest)
      this.size -= old.length
    }
  }
}
