import type { Model } from '../model.ts'
import type { Handed } from './guests.ts'
import type { SearchReport } from './report.ts'
import { type LevelProgress, Search, type SearchOptions } from './search.ts'
import { SharedFingerprints } from './shared-fingerprints.ts'

export type PartOptions = Pick<SearchOptions, 'invariants' | 'accepts' | 'untilFirst' | 'symmetry'>

/** The first levels are searched by every part alike, until each has so many states to begin with. */
const LEAST_SHARE = 64
const FIRST_ROOM = 1 << 14

/**
 * One thread's part of a breadth-first search. The threads go from level to level together and share a table of
 * fingerprints; who finds a state keeps and expands it, unless it has more than others and hands some over. Needs a
 * model whose values mean the same in every thread: none that are numbered as they come.
 */
export class Part {
  private readonly search: Search
  private readonly part: number
  private readonly parts: number
  private table: SharedFingerprints

  constructor(model: Model, options: PartOptions, part: number, parts: number) {
    if (model.sizes === null) throw new Error(`${model.name}: its values mean nothing to another thread`)
    this.part = part
    this.parts = parts
    this.table = new SharedFingerprints(SharedFingerprints.memoryFor(2 * FIRST_ROOM))
    this.search = new Search(model, options, this.table)
  }

  /** Searches the levels that all parts search alike; answers with what they found. Ended, it is the whole answer. */
  begin(): SearchReport {
    while (this.search.beginLevel() < LEAST_SHARE * this.parts) {
      let progress: LevelProgress = 'more'
      while (progress !== 'level' && progress !== 'ended') {
        progress = this.search.advanceInLevel(FIRST_ROOM, FIRST_ROOM)
        const larger = SharedFingerprints.memoryFor(this.table.size + 2 * FIRST_ROOM)
        if (progress === 'room') this.moveTo(larger, 'all')
      }
      if (this.search.report().frontier === 0) this.end()
      if (this.search.report().ended) break
    }
    this.search.share(this.part, this.parts)
    return this.search.report()
  }

  /** Goes on with a larger table, once all of the old one is in it: what this part moves is all, or its share. */
  moveTo(memory: SharedArrayBuffer, moves: 'all' | 'share'): void {
    const table = new SharedFingerprints(memory)
    if (moves === 'all') table.takeFrom(this.table, 0, 1)
    else table.takeFrom(this.table, this.part, this.parts)
    this.table = table
    this.search.exchangeFingerprints(table)
  }

  get found(): number {
    return this.search.found
  }

  advance(states: number, room: number): LevelProgress {
    return this.search.advanceInLevel(states, room)
  }

  /** To be called once every part has done with its level; answers with this one's states of the next. */
  beginLevel(): number {
    return this.search.beginLevel()
  }

  /** Hands over so many of the level that has just begun, for another to take. */
  give(count: number): Handed {
    return this.search.give(count)
  }

  take(handed: Handed): void {
    this.search.take(handed)
  }

  /** No part has states left. */
  end(): void {
    this.search.advance(1)
  }

  report(): SearchReport {
    return this.search.report()
  }
}
