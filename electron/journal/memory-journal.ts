import type { Chunk, RecordedTransition } from '../../shared/api/contract.ts'
import { inlineOf, type Json, type Ref } from '../../shared/topology/payload.ts'
import type {
  AuditNote,
  AuditRead,
  AuditRow,
  Batch,
  EffectRow,
  Journal,
  PayloadStore,
  RunProgress,
  RunRecord,
  RunSnapshot,
  StoredRun,
} from '../drivers/seams.ts'
import { nextAuditRow } from './audit-chain.ts'
import { checkChunks } from './chunk-log.ts'
import { closedError, refused } from './journal-error.ts'
import { lastSeqWith } from './order.ts'
import { digestOf, missingPayload } from './payload-store.ts'

/** A journal without a disk, for tests and measurements: it keeps what it is given, nothing is encoded or copied. */
export function createMemoryJournal(): Journal {
  return new MemoryJournal()
}

interface MemoryRun {
  readonly record: RunRecord
  progress: RunProgress
  readonly transitions: RecordedTransition[]
  readonly chunks: Chunk[]
  readonly effects: Map<string, EffectRow>
  snapshot: RunSnapshot | null
}

const DONE = Promise.resolve()

class MemoryPayloads implements PayloadStore {
  private readonly values = new Map<Ref, Json>()

  put(value: Json): Ref {
    const ref = digestOf(JSON.stringify(value))
    this.values.set(ref, value)
    return ref
  }

  get(ref: Ref): Json {
    const value = this.values.get(ref) ?? inlineOf(ref)
    // A stored null is found by its key.
    if (value === null && !this.values.has(ref)) throw missingPayload(ref)
    return value
  }

  has(ref: Ref): boolean {
    return this.values.has(ref) || inlineOf(ref) !== null
  }
}

class MemoryJournal implements Journal {
  readonly payloads = new MemoryPayloads()
  private readonly stored = new Map<string, MemoryRun>()
  private readonly settings = new Map<string, Json>()
  private readonly trail: AuditRow[] = []
  private closed = false

  createRun(record: RunRecord, progress: RunProgress, audit: readonly AuditNote[] = []): Promise<void> {
    return this.write(() => {
      if (this.stored.has(record.run)) throw refused(`there is a run ${record.run} already`)
      this.stored.set(record.run, {
        record,
        progress,
        transitions: [],
        chunks: [],
        effects: new Map(),
        snapshot: null,
      })
      this.note(audit)
    })
  }

  append(run: string, batch: Batch): Promise<void> {
    return this.write(() => {
      const stored = this.get(run)
      lastSeqWith(run, batch, stored.transitions.length)
      for (const one of batch.transitions) stored.transitions.push(one)
      for (const one of batch.effects ?? []) stored.effects.set(one.effect, one)
      if (batch.progress !== undefined) stored.progress = batch.progress
      if (batch.snapshot !== undefined) stored.snapshot = batch.snapshot
      this.note(batch.audit ?? [])
    })
  }

  appendChunks(run: string, chunks: readonly Chunk[]): void {
    if (this.closed) throw closedError()
    const stored = this.get(run)
    checkChunks(chunks, stored.chunks.at(-1)?.seq ?? 0)
    for (const chunk of chunks) stored.chunks.push(chunk)
  }

  runs(): readonly StoredRun[] {
    return [...this.stored.values()].map(storedRun)
  }

  run(run: string): StoredRun | null {
    const stored = this.stored.get(run)
    return stored === undefined ? null : storedRun(stored)
  }

  load(run: string): {
    readonly snapshot: RunSnapshot | null
    readonly transitions: readonly RecordedTransition[]
  } {
    const { snapshot, transitions } = this.get(run)
    return { snapshot, transitions: transitions.slice(snapshot?.seq ?? 0) }
  }

  transitionsAfter(run: string, seq: number, limit: number): readonly RecordedTransition[] {
    return this.get(run).transitions.slice(seq, seq + Math.max(limit, 0))
  }

  chunksAfter(run: string, seq: number, limit: number): readonly Chunk[] {
    const { chunks } = this.get(run)
    const start = chunks.findIndex((chunk) => chunk.seq > seq)
    return start < 0 ? [] : chunks.slice(start, start + Math.max(limit, 0))
  }

  effects(run: string): readonly EffectRow[] {
    return [...this.get(run).effects.values()]
  }

  setting(key: string): Json | undefined {
    return this.settings.get(key)
  }

  putSetting(key: string, value: Json, audit: readonly AuditNote[] = []): Promise<void> {
    return this.write(() => {
      this.settings.set(key, value)
      this.note(audit)
    })
  }

  audit(): AuditRead {
    return { rows: [...this.trail], count: this.trail.length, since: 0 }
  }

  close(): Promise<void> {
    this.closed = true
    return DONE
  }

  private note(notes: readonly AuditNote[]): void {
    for (const note of notes) this.trail.push(nextAuditRow(this.trail.at(-1) ?? null, note, undefined))
  }

  /** As on a disk, a caller's mistake is a rejection; success costs no promise of its own. */
  private write(change: () => void): Promise<void> {
    try {
      if (this.closed) throw closedError()
      change()
      return DONE
    } catch (error) {
      return Promise.reject(error)
    }
  }

  private get(run: string): MemoryRun {
    const stored = this.stored.get(run)
    if (stored === undefined) throw refused(`there is no run ${run}`)
    return stored
  }
}

function storedRun({ record, progress, transitions }: MemoryRun): StoredRun {
  return { record, progress, seq: transitions.length }
}
