import { mkdirSync } from 'node:fs'
import { CAPTURE } from '../../../shared/nodes/exec.ts'
import {
  type ErrorControl,
  errorOutcome,
  type Outcome,
  type Payload,
} from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor, ProbeAnswer } from '../../drivers/seams.ts'
import { ExpressionError } from '../expression.ts'
import { type Change, NoChange, putChange, readChange } from '../git/change.ts'
import { GitError } from '../git/git.ts'
import { placesOf } from '../git/places.ts'
import { removeTree } from '../git/remove.ts'
import {
  captureTree,
  keptRef,
  restoreTree,
  type Worktree,
  worktreeMayChange,
  worktreeOf,
} from '../git/worktree.ts'
import {
  CannotRun,
  type Drawn,
  drawnFor,
  environmentOf,
  fillCommand,
  markOf,
  marksOf,
  roomOf,
  scopeOf,
  writableFolders,
} from './command.ts'
import { confine } from './confine.ts'
import type { Sandboxes } from './detect.ts'
import { exitOutcome, probeAnswer } from './outcome.ts'
import { endMarked, StillAlive } from './processes.ts'
import { type Ended, runToEnd } from './run.ts'
import { type Command, type Confinement, type Launch, unconfined } from './sandbox.ts'

export interface ProcessOptions {
  /** What `findSandboxes` found on this machine. */
  readonly sandboxes: Sandboxes
}

/**
 * Runs commands, checks and the tools of agents, each in a sandbox, in the worktree of its node where there is one.
 * When an answer is given, nothing of that command runs any more.
 */
export function createProcessExecutor({ sandboxes }: ProcessOptions): Executor {
  const turns = new Turns()
  return {
    kinds: ['process.exec'],
    perform: (call, io) =>
      turns.take(`${call.run}/${call.node}`, async () => {
        try {
          return await perform(call, io, sandboxes)
        } catch (thrown) {
          const control = controlOf(thrown)
          if (control === null) throw thrown
          return errorOutcome(control, io.payloads.put((thrown as Error).message))
        }
      }),
    async quell(call) {
      await endMarked(marksOf(call))
    },
    probe: (call, io) => turns.take(`${call.run}/${call.node}`, () => probe(call, io, sandboxes)),
  }
}

function controlOf(thrown: unknown): ErrorControl | null {
  if (thrown instanceof CannotRun) return { code: thrown.code, retryable: false, happened: 'no' }
  if (thrown instanceof ExpressionError) return { code: 'template', retryable: false, happened: 'no' }
  if (thrown instanceof NoChange) return { code: 'change', retryable: false, happened: 'no' }
  if (thrown instanceof GitError) return { code: 'git', retryable: true, happened: 'unknown' }
  if (thrown instanceof StillAlive) return { code: 'alive', retryable: false, happened: 'unknown' }
  return null
}

/** One at a time for each node: an attempt that is being ended still holds the node's files. */
class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.then(
      () => undefined,
      () => undefined,
    )
    this.last.set(key, settled)
    await settled
    if (this.last.get(key) === settled) this.last.delete(key)
    return mine
  }
}

async function perform(call: EffectCall, io: EffectIo, sandboxes: Sandboxes): Promise<Outcome> {
  const drawn = drawnFor(call)
  const prepared = await prepare(call, io, sandboxes, drawn, drawn.run)
  const ended = await runPrepared(prepared, call, io)
  const tree = await treeAfter(prepared, ended, call, io)
  return exitOutcome({ call, drawn, ended, tree, payloads: io.payloads })
}

async function probe(call: EffectCall, io: EffectIo, sandboxes: Sandboxes): Promise<ProbeAnswer> {
  try {
    const drawn = drawnFor(call)
    if (drawn.probe.length === 0) return { type: 'unknown', evidence: 'The drawing names no probe' }
    const prepared = await prepare(call, io, sandboxes, drawn, drawn.probe)
    const ended = await runPrepared(prepared, call, io)
    return probeAnswer(drawn, ended, io.payloads)
  } catch (thrown) {
    if (controlOf(thrown) === null) throw thrown
    return { type: 'unknown', evidence: `The probe could not be run: ${(thrown as Error).message}` }
  }
}

interface Prepared {
  readonly launch: Launch
  readonly worktree: Worktree | null
  readonly change: Change | null
}

async function prepare(
  call: EffectCall,
  io: EffectIo,
  sandboxes: Sandboxes,
  drawn: Drawn,
  items: readonly string[],
): Promise<Prepared> {
  const places = placesOf(call.folders)
  const room = roomOf(call, places)
  const given: Payload | undefined = call.payload['tree']
  const change = given === undefined ? null : readChange(given, io.payloads, places)
  const worktree = change === null ? null : worktreeOf(call.node, change, places)
  const scope = scopeOf(call, io.payloads, worktree?.path ?? null)
  const env = environmentOf(call, room)
  const filled = await fillCommand(items, scope, call, env['PATH'] ?? '')
  const writes = await writableFolders(drawn, scope, call)
  removeTree(room.tmp)
  for (const folder of [room.work, room.tmp]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (worktree !== null && change !== null) await restoreTree(worktree, change)
  const command: Command = { ...filled, cwd: worktree?.path ?? room.work, env }
  const confinement = confine({ call, places, room, worktree, writes, network: drawn.network })
  return { launch: await wrap(command, confinement, call, sandboxes, io), worktree, change }
}

async function wrap(
  command: Command,
  confinement: Confinement,
  call: EffectCall,
  sandboxes: Sandboxes,
  io: EffectIo,
): Promise<Launch> {
  const open = confinement.network.length > 0
  const sandbox = open ? sandboxes.open : sandboxes.closed
  if (sandbox !== null) return sandbox.wrap(command, confinement)
  const why = open ? sandboxes.openProblem : sandboxes.state.reason
  if (!call.settings.unsandboxed) {
    const remedy = 'Put that right, or allow commands without a sandbox for this run'
    throw new CannotRun('no-sandbox', `No sandbox here for ${call.nodeName}: ${why}. ${remedy}`)
  }
  io.emit('note', `Without a sandbox: ${why}\n`)
  return unconfined(command)
}

async function runPrepared({ launch, worktree }: Prepared, call: EffectCall, io: EffectIo): Promise<Ended> {
  if (worktree !== null) worktreeMayChange(worktree)
  return runToEnd({
    launch,
    mark: markOf(call),
    signal: io.signal,
    emit: (text) => io.emit('output', text),
  })
}

/** The tree that a command leaves: what it was given unless the drawing lets it change files. */
async function treeAfter(
  { worktree, change }: Prepared,
  ended: Ended,
  call: EffectCall,
  io: EffectIo,
): Promise<Payload | null> {
  const given = call.payload['tree']
  if (worktree === null || change === null || given === undefined) return null
  if (call.control[CAPTURE] !== true || !ended.started || ended.exit === null) return given
  const after = await captureTree(worktree, change, keptRef(call.effect, call.execution))
  return after.tree === change.tree ? given : putChange(after, io.payloads)
}
