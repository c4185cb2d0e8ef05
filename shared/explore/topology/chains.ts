import type { Successors } from '../model.ts'
import type { Chain, Entry, Move } from './unit.ts'

interface Open {
  readonly vector: Int32Array
  readonly faults: readonly number[]
  readonly path: readonly Move[]
}

export interface Following {
  /** All cells that the actor's moves read or write. */
  readonly cells: readonly number[]
  entryAt(vector: Int32Array): Entry
  actionOf(path: readonly Move[]): number
  /** How many faults of a cell's kind there may be at all. */
  mostOf(fault: number): number
}

/** Follows the moves of a calm actor, breadth first, to where it is calm no more. */
export function chainsFrom(from: Int32Array, first: Entry, following: Following): readonly Chain[] {
  const { cells, entryAt, actionOf, mostOf } = following
  const start = from.slice()
  const keyOf = ({ vector, faults }: Open): string =>
    `${cells.map((cell) => vector[cell]).join()};${faults.join()}`
  const root: Open = { vector: start, faults: [], path: [] }
  const seen = new Set([keyOf(root)])
  const ends: Chain[] = []
  let level: readonly Open[] = [root]
  while (level.length > 0) {
    const next: Open[] = []
    for (const open of level) {
      const entry = open === root ? first : entryAt(open.vector)
      const moves = entry.local !== null ? [entry.local] : entry.first
      if (moves === null) {
        const { vector, faults, path } = open
        const sets = cells.flatMap((cell) =>
          vector[cell] === start[cell] ? [] : [cell, vector[cell] as number],
        )
        ends.push({ action: actionOf(path), sets, faults, path })
        continue
      }
      for (const move of moves) {
        const one = after(open, move)
        const key = keyOf(one)
        if (seen.has(key) || tooMany(one.faults, mostOf)) continue
        seen.add(key)
        next.push(one)
      }
    }
    level = next
  }
  return ends
}

function after({ vector, faults, path }: Open, move: Move): Open {
  const { sets, fault } = move
  const next = vector.slice()
  for (let at = 0; at < sets.length; at += 2) next[sets[at] as number] = sets[at + 1] as number
  const paid = fault < 0 ? faults : [...faults, fault].sort((a, b) => a - b)
  return { vector: next, faults: paid, path: [...path, move] }
}

function tooMany(faults: readonly number[], mostOf: (fault: number) => number): boolean {
  return faults.some((fault) => faults.filter((one) => one === fault).length > mostOf(fault))
}

/** Those that the faults which are left can pay for. */
export function emitChains(state: Int32Array, chains: readonly Chain[], out: Successors): void {
  for (const { sets, faults, action } of chains) {
    if (!faults.every((cell, at) => (state[cell] as number) > at - faults.indexOf(cell))) continue
    for (let at = 0; at < sets.length; at += 2) out.set(sets[at] as number, sets[at + 1] as number)
    // They are in order, so the last of a kind says how many are left.
    for (let at = 0; at < faults.length; at += 1) {
      const cell = faults[at] as number
      out.set(cell, (state[cell] as number) - (at - faults.indexOf(cell) + 1))
    }
    out.emit(action)
  }
}
