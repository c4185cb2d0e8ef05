import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { RecordedTransition } from '../../shared/api/contract.ts'
import type { Cell } from '../../shared/kernel/cells.ts'
import { type CellTexts, type StoredCell, type StoredPatch, WHOLE_EVERY } from './cell-texts.ts'
import { decodeTransition, encodeTransitions, type StoredTransition } from './codec.ts'
import type { Rider } from './group-commit.ts'
import { damaged } from './journal-error.ts'
import { Mark } from './mark.ts'
import { applyPatch, type Patch } from './patch.ts'
import type { Redact } from './redact.ts'

/** Rows stay small enough to read one for the sake of one transition. */
const ROW_TRANSITIONS = 64

/** A cell as it was after transition `seq`; its text is there once somebody patched it. */
interface Known {
  readonly seq: number
  readonly cell: Cell
  readonly text: string | undefined
}

export interface EncodedRow {
  readonly seq: number
  readonly body: string
}

/** A row that the index does not have yet. */
interface YoungRow {
  readonly seq: number
  readonly gseq: number
}

/** The table of transitions: a row for what came together, so that a batch is cheap to keep. */
export class TransitionLog implements Rider {
  private readonly indexEvery: number
  private readonly mark: Mark
  private readonly insert: StatementSync
  private readonly index: StatementSync
  private readonly oldAfter: StatementSync
  /** Its twin, for one row: a statement cannot be asked anew while its rows are being read. */
  private readonly oldWith: StatementSync
  private readonly oldNewest: StatementSync
  private readonly byGseq: StatementSync
  private readonly youngest: StatementSync
  /** By run, in order. */
  private readonly young = new Map<number, YoungRow[]>()
  private newest = 0

  /** Up to `indexEvery` rows are found in memory until the index takes them. */
  constructor(database: DatabaseSync, indexEvery: number) {
    this.indexEvery = indexEvery
    this.mark = new Mark(database, 'transitions')
    this.insert = database.prepare('INSERT INTO transitions (gseq, run, seq, body) VALUES (?, ?, ?, ?)')
    this.index = database.prepare(
      'INSERT INTO transition_index SELECT run, seq, gseq FROM transitions WHERE gseq > ? ORDER BY run, seq',
    )
    const old = `
      SELECT old.seq, body FROM transition_index AS old JOIN transitions USING (gseq)
      WHERE old.run = ? AND old.seq > ? ORDER BY old.seq`
    this.oldAfter = database.prepare(old)
    this.oldWith = database.prepare(`${old} LIMIT 1`)
    this.oldNewest = database.prepare('SELECT max(seq) AS seq FROM transition_index WHERE run = ?')
    this.byGseq = database.prepare('SELECT seq, body FROM transitions WHERE gseq = ?')
    this.youngest = database.prepare('SELECT gseq, run, seq FROM transitions WHERE gseq > ? ORDER BY gseq')
    this.readYoung()
  }

  failed(): void {
    this.mark.read()
    this.readYoung()
  }

  private readYoung(): void {
    this.young.clear()
    this.newest = this.mark.value
    for (const { gseq, run, seq } of this.youngest.all(this.mark.value))
      this.noteYoung(Number(run), Number(seq), Number(gseq))
  }

  encode(
    transitions: readonly RecordedTransition[],
    cells: CellTexts,
    redact: Redact | undefined,
  ): readonly EncodedRow[] {
    const rows: EncodedRow[] = []
    for (let start = 0; start < transitions.length; start += ROW_TRANSITIONS) {
      const part = transitions.slice(start, start + ROW_TRANSITIONS)
      rows.push({ seq: part.at(-1)?.identity.seq ?? 0, body: encodeTransitions(part, cells, redact) })
    }
    return rows
  }

  /** Inside a transaction. */
  add(run: number, rows: readonly EncodedRow[]): void {
    for (const { seq, body } of rows) {
      this.insert.run(this.newest + 1, run, seq, body)
      this.noteYoung(run, seq, this.newest + 1)
    }
  }

  /** Inside a transaction: brings the index up to date once there is enough to make it worth it. */
  write(): void {
    if (this.newest - this.mark.value < this.indexEvery) return
    this.index.run(this.mark.value)
    this.mark.move(this.newest)
    this.young.clear()
  }

  lastSeq(run: number): number {
    return this.young.get(run)?.at(-1)?.seq ?? Number(this.oldNewest.get(run)?.['seq'] ?? 0)
  }

  private noteYoung(run: number, seq: number, gseq: number): void {
    const rows = this.young.get(run)
    if (rows === undefined) this.young.set(run, [{ seq, gseq }])
    else rows.push({ seq, gseq })
    this.newest = gseq
  }

  private *rowsAfter(run: number, seq: number): Generator<StoredRow | undefined> {
    yield* this.oldAfter.iterate(run, seq)
    for (const row of this.young.get(run) ?? []) if (row.seq > seq) yield this.byGseq.get(row.gseq)
  }

  private rowWith(run: number, seq: number): StoredRow | undefined {
    const old = this.oldWith.get(run, seq - 1)
    if (old !== undefined) return old
    const young = this.young.get(run)?.find((row) => row.seq >= seq)
    return young === undefined ? undefined : this.byGseq.get(young.gseq)
  }

  /** Up to `limit` transitions after `seq`, with whole cells. */
  after(run: number, seq: number, limit: number): readonly RecordedTransition[] {
    const found: RecordedTransition[] = []
    const known = new Map<number, Known>()
    let last: number | null = null
    for (const row of limit > 0 ? this.rowsAfter(run, seq) : []) {
      if (row === undefined) throw damaged(`transition ${(last ?? seq) + 1} is missing`)
      const { first, transitions } = parseRow(row)
      if (last === null ? first > seq + 1 : first !== last + 1)
        throw damaged(`transition ${(last ?? seq) + 1} is missing`)
      for (const [index, stored] of transitions.entries()) {
        const decoded = this.decode(run, first + index, stored, known)
        if (first + index > seq) found.push(decoded)
        if (found.length >= limit) return found
      }
      last = first + transitions.length - 1
    }
    return found
  }

  private decode(
    run: number,
    seq: number,
    stored: StoredTransition,
    known: Map<number, Known>,
  ): RecordedTransition {
    try {
      const changed = stored.changed.map(([component, cell]): readonly [number, Cell] => {
        const whole = this.makeWhole(run, component, seq, cell, known.get(component))
        known.set(component, whole)
        return [component, whole.cell]
      })
      return decodeTransition(stored, seq, changed)
    } catch (error) {
      throw damaged(`transition ${seq} cannot be read`, error)
    }
  }

  private makeWhole(
    run: number,
    component: number,
    seq: number,
    stored: StoredCell,
    latest: Known | undefined,
  ): Known {
    if (!isPatch(stored)) return { seq, cell: stored, text: undefined }
    const before = latest?.seq === stored[0] ? textOf(latest) : this.textAt(run, component, stored[0])
    const text = applyPatch(before, patchOf(stored))
    return { seq, cell: JSON.parse(text) as Cell, text }
  }

  /** Walks back to the last whole one; `encode` sees to it that it isn't far. */
  private textAt(run: number, component: number, seq: number): string {
    const patches: StoredPatch[] = []
    let at = seq
    for (;;) {
      const stored = this.storedCell(run, component, at)
      if (!isPatch(stored)) {
        return patches.reduceRight((text, patch) => applyPatch(text, patchOf(patch)), JSON.stringify(stored))
      }
      if (stored[0] >= at || patches.length >= WHOLE_EVERY)
        throw new Error(`no whole cell before transition ${at}`)
      patches.push(stored)
      at = stored[0]
    }
  }

  private storedCell(run: number, component: number, seq: number): StoredCell {
    const row = this.rowWith(run, seq)
    const { first, transitions } = row === undefined ? { first: 0, transitions: [] } : parseRow(row)
    const changed = transitions[seq - first]?.changed.find(([index]) => index === component)
    if (changed === undefined) throw new Error(`transition ${seq} has no cell ${component}`)
    return changed[1]
  }
}

type StoredRow = Record<string, unknown>

interface Row {
  readonly first: number
  readonly transitions: readonly StoredTransition[]
}

function parseRow(row: StoredRow): Row {
  const seq = Number(row['seq'])
  let transitions: unknown
  try {
    transitions = JSON.parse(String(row['body']))
  } catch (error) {
    throw damaged(`the row of transition ${seq} is not JSON`, error)
  }
  if (!Array.isArray(transitions) || transitions.length === 0)
    throw damaged(`the row of transition ${seq} is empty`)
  return { first: seq - transitions.length + 1, transitions: transitions as StoredTransition[] }
}

function isPatch(stored: StoredCell): stored is StoredPatch {
  return Array.isArray(stored)
}

function patchOf([, prefix, suffix, middle]: StoredPatch): Patch {
  return [prefix, suffix, middle]
}

function textOf(known: Known): string {
  return known.text ?? JSON.stringify(known.cell)
}
