import type { Cell } from '../../shared/kernel/cells.ts'
import { diffText, type Patch } from './patch.ts'
import { keptJson, type Redact } from './redact.ts'
import { SharedJson } from './shared-json.ts'

/** A cell up to this many characters is always written whole. */
export const WHOLE_CHARS = 2048

/** Every so many changes a cell is written whole, so that reading one never walks further back. */
export const WHOLE_EVERY = 64

/** In a row a patch is a list and a whole cell an object. `before` is the transition whose cell it changes. */
export type StoredPatch = readonly [before: number, ...Patch]
export type StoredCell = Cell | StoredPatch

interface Last {
  readonly seq: number
  readonly text: string
  readonly patches: number
}

/**
 * What a live run's large cells were last written as, so that the next change is written as a patch. Forgetting is
 * always safe: the next change is then written whole.
 */
export class CellTexts {
  private readonly last = new Map<number, Last>()
  private json: SharedJson | null = null

  /** The JSON text that stands for this change of a cell. */
  encode(component: number, seq: number, cell: Cell, redact: Redact | undefined): string {
    const before = this.last.get(component)
    const text = before === undefined ? keptJson(cell, redact) : this.shared(redact).textOf(cell)
    if (text.length <= WHOLE_CHARS) {
      this.last.delete(component)
      return text
    }
    if (before !== undefined && before.patches < WHOLE_EVERY - 1) {
      const patch: StoredPatch = [before.seq, ...diffText(before.text, text)]
      const stored = JSON.stringify(patch)
      if (stored.length < text.length) {
        this.last.set(component, { seq, text, patches: before.patches + 1 })
        return stored
      }
    }
    this.last.set(component, { seq, text, patches: 0 })
    return text
  }

  /** Whether one of these was large when it was last written, as it is then mostly still. */
  isLarge(changed: readonly (readonly [component: number, cell: Cell])[]): boolean {
    return this.last.size > 0 && changed.some(([component]) => this.last.has(component))
  }

  /** Begins anew: after a snapshot, and when a run has ended. */
  forget(): void {
    this.last.clear()
    this.json = null
  }

  private shared(redact: Redact | undefined): SharedJson {
    this.json ??= new SharedJson(redact)
    return this.json
  }
}
