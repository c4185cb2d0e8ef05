import type { AuditEntry } from '../../shared/api/audit.ts'
import type { Chunk, RecordedTransition, RunStatus } from '../../shared/api/contract.ts'
import type { Cell } from '../../shared/kernel/cells.ts'
import type { IdentitySnapshot } from '../../shared/kernel/identity.ts'
import type { FaultPlan } from '../../shared/topology/faults.ts'
import type { Bound, EffectClass, EffectKind } from '../../shared/topology/kind.ts'
import type { Json, JsonObject, Outcome, Payload, Ref } from '../../shared/topology/payload.ts'

/** The two narrow seams of the live driver: where runs are kept, and who carries out effects. */

/** What is pinned when a run starts; it never changes, so a run resumes under a newer Synod and an edited drawing. */
export interface RunRecord {
  readonly run: string
  readonly name: string
  readonly path: string
  /** SHA-256 of `text`, the topology file as it was. */
  readonly digest: string
  readonly text: string
  readonly input: { readonly [field: string]: unknown }
  readonly settings: RunSettings
  readonly startedAt: number
  /** `stateVersion` of each kind, by kind. */
  readonly stateVersions: { readonly [kind: string]: number }
}

/** What goes wrong in a real run on purpose. */
export interface Chaos {
  readonly seed: number
  readonly faults: FaultPlan
}

export interface RunSettings {
  readonly approve: 'ask' | 'auto' | 'deny'
  readonly unsandboxed: boolean
  /** The model that answers for each agent, by node id, settled at the start. */
  readonly models: { readonly [node: string]: string }
  /** Faults are injected into this run, which is marked by it everywhere; absent where none are. */
  readonly chaos?: Chaos | undefined
}

/** What changes of a run as a whole; a view of its transitions, kept so that a list needs no replay. */
export interface RunProgress {
  readonly status: RunStatus
  readonly endedAt: number | null
  readonly message: string
  readonly tokens: number
  readonly costUsd: number
}

/** A row of the effect ledger. */
export interface EffectRow {
  readonly effect: string
  readonly node: string
  readonly tag: string
  readonly kind: EffectKind
  readonly class: EffectClass
  readonly status: 'asked' | 'begun' | 'settled' | 'failed' | 'doubt' | 'withdrawn'
  /** Executions so far, counted when one starts, host crashes included. */
  readonly attempts: number
}

/** Something that a person, or a policy in a person's place, has decided: an entry of the audit trail to be. */
export type AuditNote = Readonly<Omit<AuditEntry, 'seq' | 'prev'>>

/** An entry as it is kept. */
export interface AuditRow {
  readonly seq: number
  readonly body: string
  /** SHA-256 of `body`, which holds that of the row before. */
  readonly hash: string
}

export interface AuditRead {
  readonly rows: readonly AuditRow[]
  /** How many there are, kept apart from the rows. */
  readonly count: number
  /** When the trail began, ms since 1970; 0 when it is as old as the journal. */
  readonly since: number
}

export interface Batch {
  readonly transitions: readonly RecordedTransition[]
  readonly effects?: readonly EffectRow[]
  readonly progress?: RunProgress
  readonly snapshot?: RunSnapshot
  readonly audit?: readonly AuditNote[]
}

export interface RunSnapshot {
  readonly seq: number
  readonly cells: readonly Cell[]
  readonly identity: IdentitySnapshot
}

export interface StoredRun {
  readonly record: RunRecord
  readonly progress: RunProgress
  readonly seq: number
}

export interface PayloadStore {
  /** Stores a JSON value under the SHA-256 of its text; durable with the next commit, readable at once. */
  put(value: Json): Ref
  /** The value; inline `text:` refs are their own content. Throws when the store does not have it. */
  get(ref: Ref): Json
  has(ref: Ref): boolean
}

export interface Journal {
  readonly payloads: PayloadStore
  createRun(record: RunRecord, progress: RunProgress, audit?: readonly AuditNote[]): Promise<void>
  /** Resolves once the batch, and every payload put before the call, is durable. Batches of many runs share a commit. */
  append(run: string, batch: Batch): Promise<void>
  /** Streams are not waited for; they are durable with the next commit. */
  appendChunks(run: string, chunks: readonly Chunk[]): void
  runs(): readonly StoredRun[]
  run(run: string): StoredRun | null
  /** The newest snapshot, if any, and every transition after it. */
  load(run: string): {
    readonly snapshot: RunSnapshot | null
    readonly transitions: readonly RecordedTransition[]
  }
  transitionsAfter(run: string, seq: number, limit: number): readonly RecordedTransition[]
  chunksAfter(run: string, seq: number, limit: number): readonly Chunk[]
  effects(run: string): readonly EffectRow[]
  /** A small durable value of the home (trusted digests, recent files). */
  setting(key: string): Json | undefined
  putSetting(key: string, value: Json, audit?: readonly AuditNote[]): Promise<void>
  /** The whole audit trail, as it is kept. */
  audit(): AuditRead
  /** Waits for what is under way, then closes. */
  close(): Promise<void>
}

/** Folders of one run, made on demand. */
export interface RunFolders {
  /** `HOME/runs/RUN` */
  readonly root: string
  /** Where the topology file lies; commands may read it. */
  readonly topology: string
}

/** One effect as its executor gets it. The id is the idempotency key and survives attempts. */
export interface EffectCall {
  readonly run: string
  /** The id within the run, e.g. `deploy:1`; unique over the home together with `run`. */
  readonly effect: string
  /** Executions so far, this one included. */
  readonly execution: number
  readonly node: string
  readonly nodeName: string
  readonly tag: string
  readonly kind: EffectKind
  readonly class: EffectClass
  readonly control: JsonObject
  readonly payload: { readonly [field: string]: Payload }
  readonly bound: Bound<unknown>
  readonly settings: RunSettings
  readonly folders: RunFolders
}

export interface EffectIo {
  readonly signal: AbortSignal
  readonly payloads: PayloadStore
  /** Appends to the stream that people watch. */
  emit(type: Chunk['type'], data: string): void
}

export type ProbeAnswer =
  | { readonly type: 'happened'; readonly outcome: Outcome; readonly evidence: string }
  | { readonly type: 'not-happened'; readonly evidence: string }
  | { readonly type: 'unknown'; readonly evidence: string }

/** Carries out effects of some kinds. Operating errors are outcomes tagged `error`; a throw is a bug and ends as one too. */
export interface Executor {
  readonly kinds: readonly EffectKind[]
  perform(call: EffectCall, io: EffectIo): Promise<Outcome>
  /** Ends whatever an earlier host left running of this effect; resolves when nothing of it can act any more. */
  quell?(call: EffectCall): Promise<void>
  /** Asks the target whether it happened; called only after `quell`. */
  probe?(call: EffectCall, io: EffectIo): Promise<ProbeAnswer>
}
