/** Something that falls due. */
export interface Due<T> {
  readonly at: number
  /** Of two at one instant the one that was put in first comes first. */
  readonly order: number
  readonly what: T
}

/** What is still to come, soonest first: a binary heap. */
export class Agenda<T> {
  private readonly heap: Due<T>[] = []
  private order = 0

  add(at: number, what: T): void {
    const { heap } = this
    const entry = { at, order: this.order, what }
    this.order += 1
    let place = heap.push(entry) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!isSooner(entry, heap[parent] as Due<T>)) break
      heap[place] = heap[parent] as Due<T>
      place = parent
    }
    heap[place] = entry
  }

  first(): Due<T> | undefined {
    return this.heap[0]
  }

  take(): Due<T> | undefined {
    const { heap } = this
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    let place = 0
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      const other = heap[child + 1]
      if (other !== undefined && isSooner(other, heap[child] as Due<T>)) child += 1
      if (!isSooner(heap[child] as Due<T>, last)) break
      heap[place] = heap[child] as Due<T>
      place = child
    }
    heap[place] = last
    return first
  }
}

function isSooner<T>(a: Due<T>, b: Due<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
