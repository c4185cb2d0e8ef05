import type { Chunk, RecordedTransition } from '../../../shared/api/contract.ts'
import type { Cell } from '../../../shared/kernel/cells.ts'
import type { EffectRow, RunProgress, RunRecord, RunSnapshot } from '../../drivers/seams.ts'

/** What journals are filled with in tests: plain, and apart from histories.ts so that a child starts quickly. */

export function record(run: string): RunRecord {
  return {
    run,
    name: `Run ${run}`,
    path: '/tmp/one.synod.json',
    digest: 'a'.repeat(64),
    text: '{ "synod": 1 }',
    input: { folder: '/tmp', count: 2 },
    settings: { approve: 'ask', unsandboxed: false, models: { fix: 'standin' } },
    startedAt: 1_700_000_000_000,
    stateVersions: { agent: 1, gate: 2 },
  }
}

export const RUNNING: RunProgress = { status: 'running', endedAt: null, message: '', tokens: 0, costUsd: 0 }

export function effectRow(effect: string, more: Partial<EffectRow> = {}): EffectRow {
  return {
    effect,
    node: 'fix',
    tag: 'turn',
    kind: 'model.generate',
    class: 'idempotent',
    status: 'asked',
    attempts: 0,
    ...more,
  }
}

export function chunk(seq: number, data = `piece ${seq}`): Chunk {
  return { seq, effect: 'fix:1', attempt: 1, at: 1_700_000_000_000 + seq, type: 'text', data }
}

/** A transition with nothing special about it. */
export function plain(seq: number, local: unknown = seq): RecordedTransition {
  const cell: Cell = {
    type: 'actor',
    version: 1,
    local,
    status: 'up',
    unfinished: [],
    effects: [],
    timers: [],
  }
  return {
    transition: {
      input: { type: 'begin', component: 1, tag: 'turn' },
      changed: [[1, cell]],
      sent: [],
      asked: [],
      withdrawn: [],
      armed: [],
      disarmed: [],
    },
    identity: { seq, at: 1_700_000_000_000 + seq, cause: seq - 1, sent: [], asked: [], due: [] },
  }
}

export function plainHistory(length: number): readonly RecordedTransition[] {
  return Array.from({ length }, (_, index) => plain(index + 1))
}

/** Cells of a run with two actors, two channels and a client, all of them empty. */
export function snapshotAt(seq: number): RunSnapshot {
  return {
    seq,
    cells: [
      { type: 'run', status: 'running', paused: false, failure: null },
      {
        type: 'actor',
        version: 1,
        local: { round: 1 },
        status: 'up',
        unfinished: [],
        effects: [],
        timers: [],
      },
      { type: 'channel', queue: [], held: [] },
    ],
    identity: { seq, components: [] },
  }
}
