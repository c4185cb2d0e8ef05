import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Json, Outcome } from '../../../../shared/topology/payload.ts'
import type { EffectCall } from '../../../drivers/seams.ts'
import type { Change } from '../../git/change.ts'
import { type Bench, createBench, createIo, openedCopy, type TestIo } from '../../git/testing/repository.ts'
import { markOf } from '../command.ts'
import { findSandboxes, type Sandboxes } from '../detect.ts'

export const here: Sandboxes = await findSandboxes()
export const none: Sandboxes = {
  ...{ closed: null, open: null, openProblem: 'there is none in this test' },
  state: { available: false, reason: 'there is none in this test' },
}

/** Behaviour that a sandbox must not change is tried without one and, where there is one, within. */
export const rooms = [
  { name: 'without a sandbox', sandboxes: none, skip: false },
  { name: `in a sandbox (${here.state.reason})`, sandboxes: here, skip: !here.state.available },
]

export const EDITS = { resources: [{ node: 'repo', kind: 'repo', access: 'read-modify-write' as const }] }
export const READS = { resources: [{ node: 'repo', kind: 'repo', access: 'read' as const }] }

const COMMAND = { output: 'text', writes: [], network: [], probe: [], doubtful: [] }

export interface ExecBench {
  readonly bench: Bench
  readonly io: TestIo
  /** A call of a command with this config; commands without a sandbox are allowed. */
  callFor(config: object, given?: Partial<EffectCall>): EffectCall
  put(values: Readonly<Record<string, Json>>): Record<string, string>
  mark(): string
  errorOf(outcome: Outcome): string
  opened(): Promise<Change>
}

/** A fresh repository, run folder and payload store for each test of a file. */
export function createExecBench(): ExecBench {
  let bench: Bench
  let io: TestIo
  beforeEach(() => {
    bench = createBench()
    io = createIo()
  })
  afterEach(() => rmSync(bench.root, { recursive: true, force: true }))
  return {
    get bench() {
      return bench
    },
    get io() {
      return io
    },
    callFor(config, given = {}) {
      const bound = { config: { ...COMMAND, ...config }, resources: given.bound?.resources ?? [] }
      const settings = { approve: 'ask', unsandboxed: true, models: {} } as const
      return bench.call({ settings, class: 'once', ...given, bound })
    },
    put: (values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, io.payloads.put(value)])),
    mark: () => markOf(bench.call({})),
    errorOf(outcome) {
      expect(outcome.tag).toBe('error')
      return String(io.read(outcome.refs['error']))
    },
    opened: () => openedCopy(bench),
  }
}

/** A node program as a drawn command. */
export function js(source: string, ...args: readonly string[]): readonly string[] {
  return ['node', '-e', source, ...args]
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(5)
}
