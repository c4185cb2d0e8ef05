/** Each is a place in the trie that is taken by every state of all those before it. */
export const MOST_READS = 32

/** A place in the trie: which component is read here, and where each of its states leads. */
interface Branch<T> {
  component: number
  readonly next: (Branch<T> | undefined)[]
  known: T | null
}

/**
 * What a pure function of a state gives, by what it read of it: the first component that it reads, then the one that
 * it reads given that one's state, and so on. States of a component are small numbers, so looking up is a few steps
 * through arrays.
 */
export class ReadTrie<T> {
  private readonly root: Branch<T> = { component: -1, next: [], known: null }

  find(ids: readonly number[]): T | null {
    let branch = this.root
    while (branch.known === null) {
      if (branch.component < 0) return null
      const id = ids[branch.component] as number
      const next = id < 0 ? undefined : branch.next[id]
      if (next === undefined) return null
      branch = next
    }
    return branch.known
  }

  /**
   * `reads` in the order in which they were made, each component once. What looked at very much, or at a cell that has no
   * number, would hardly be met again and is not kept: then the answer is false.
   */
  keep(reads: readonly number[], ids: readonly number[], known: T): boolean {
    if (reads.length > MOST_READS || reads.some((component) => (ids[component] as number) < 0)) return false
    let branch = this.root
    for (const component of reads) {
      branch.component = component
      const id = ids[component] as number
      let next = branch.next[id]
      if (next === undefined) {
        next = { component: -1, next: [], known: null }
        branch.next[id] = next
      }
      branch = next
    }
    branch.known = known
    return true
  }
}
