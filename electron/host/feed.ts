/** Listeners of one topic. An emit reaches those that follow at that moment. */
export class Feed<T> {
  private readonly listeners = new Set<(event: T) => void>()

  listen(listener: (event: T) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  emit(event: T): void {
    for (const listener of this.listeners) listener(event)
  }
}

/**
 * Reads a log from the last that was seen, page by page, then follows it live. Reading the last page and starting to
 * listen happen in one turn of the event loop, so nothing falls between.
 */
export function followLog<T>(
  read: (after: number, limit: number) => readonly T[],
  positionOf: (entry: T) => number,
  feed: Feed<readonly T[]>,
  after: number,
  emit: (events: readonly T[]) => void,
): () => void {
  const PAGE = 1000
  let ended = false
  let unlisten = (): void => {}
  let last = after
  const more = (): void => {
    if (ended) return
    const page = read(last, PAGE)
    if (page.length > 0) {
      last = positionOf(page[page.length - 1] as T)
      emit(page)
    }
    if (page.length === PAGE) setImmediate(more)
    else unlisten = feed.listen((events) => emit(events.filter((event) => positionOf(event) > last)))
  }
  more()
  return () => {
    ended = true
    unlisten()
  }
}
