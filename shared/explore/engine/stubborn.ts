import type { Independence, Invariant } from '../model.ts'
import type { SuccessorBuffer } from './successor-buffer.ts'

/**
 * Stubborn sets (Valmari 1990) over kinds of actions: of all that is enabled, a part that whatever else happens can
 * neither disable nor disturb, so that the rest may wait. From an enabled kind the closure takes in all kinds that
 * it touches; from one that is not enabled, all that may enable it. A part that an invariant could see is not taken,
 * and the search expands a state wholly where the part leads to nothing new (the proviso of Bošnački and Holzmann,
 * 2005, for breadth first), else an action might wait for ever. Keeps deadlocks and violations, not states.
 */
export class Stubborn {
  private readonly independence: Independence
  /** By kind: what must come along when it is enabled, and when it is not. */
  private readonly touched: readonly Int32Array[]
  private readonly enablers: readonly Int32Array[]
  private readonly visible: Uint8Array
  private readonly enabled: Uint8Array
  private readonly inSet: Uint8Array
  private readonly queue: Int32Array
  private chosen = new Uint8Array(64)
  private best: Uint8Array

  constructor(independence: Independence, invariants: readonly Invariant[]) {
    const { reads, writes } = independence
    const kinds = reads.length
    this.independence = independence
    const meets = (left: readonly number[] = [], right: readonly number[] = []): boolean =>
      left.some((cell) => right.includes(cell))
    const all = Array.from({ length: kinds }, (_, kind) => kind)
    this.enablers = all.map((kind) =>
      Int32Array.from(all.filter((other) => meets(writes[other], reads[kind]))),
    )
    this.touched = all.map((kind) =>
      Int32Array.from(
        all.filter(
          (other) =>
            meets(writes[other], reads[kind]) ||
            meets(writes[kind], reads[other]) ||
            meets(writes[kind], writes[other]),
        ),
      ),
    )
    this.visible = Uint8Array.from(all, (kind) =>
      invariants.some((invariant) => invariant.reads === undefined || meets(writes[kind], invariant.reads))
        ? 1
        : 0,
    )
    this.enabled = new Uint8Array(kinds)
    this.inSet = new Uint8Array(kinds)
    this.best = new Uint8Array(kinds)
    this.queue = new Int32Array(kinds)
  }

  /** Marks with 1 the successors that cannot wait; null when none can. */
  choose(out: SuccessorBuffer): Uint8Array | null {
    if (out.count < 2) return null
    this.enabled.fill(0)
    let kinds = 0
    for (let at = 0; at < out.count; at += 1) {
      const kind = this.independence.kindOf(out.actions[at] as number)
      if (this.enabled[kind] === 0) kinds += 1
      this.enabled[kind] = 1
    }
    let fewest = kinds
    for (let kind = 0; kind < this.enabled.length && fewest > 1; kind += 1) {
      if (this.enabled[kind] === 0) continue
      const size = this.close(kind, fewest)
      if (size >= fewest) continue
      fewest = size
      this.best.set(this.inSet)
    }
    return fewest === kinds ? null : this.mark(out)
  }

  /** The number of enabled kinds in the closure; the bound if it has as many, or may not be taken. */
  private close(seed: number, bound: number): number {
    const { inSet, queue, enabled } = this
    inSet.fill(0)
    inSet[seed] = 1
    queue[0] = seed
    let size = 0
    for (let from = 0, to = 1; from < to; from += 1) {
      const kind = queue[from] as number
      const isEnabled = enabled[kind] === 1
      if (isEnabled && this.visible[kind] === 1) return bound
      if (isEnabled) size += 1
      if (size >= bound) return bound
      const along = (isEnabled ? this.touched : this.enablers)[kind] as Int32Array
      for (const other of along)
        if (inSet[other] === 0) {
          inSet[other] = 1
          queue[to] = other
          to += 1
        }
    }
    return size
  }

  private mark(out: SuccessorBuffer): Uint8Array {
    if (this.chosen.length < out.count) this.chosen = new Uint8Array(2 * out.count)
    for (let at = 0; at < out.count; at += 1)
      this.chosen[at] = this.best[this.independence.kindOf(out.actions[at] as number)] as number
    return this.chosen
  }
}
