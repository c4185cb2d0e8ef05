import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../shared/kernel/verdict.ts'
import type { DocumentNode, TopologyDocument } from '../../../shared/topology/document.ts'
import type { Outcome } from '../../../shared/topology/payload.ts'

/** A run under a driver, as far as every driver must behave alike. The test is the world: it answers and turns the clock. */
export interface DriverSession {
  /** What was performed, in order: `effect#execution`. */
  executions(): readonly string[]
  /** Types of the inputs that are durable, in order. */
  inputs(): readonly string[]
  settle(effect: string, outcome: Outcome): void
  /** The answer of an execution that is under way now, for later. */
  hold(effect: string): (outcome: Outcome) => void
  turn(ms: number): void
  /** Until nothing happens by itself any more. */
  quiet(): Promise<void>
  pause(abort?: boolean): Promise<void>
  resume(): Promise<void>
  cancel(): Promise<void>
  readonly ended: Promise<Verdict>
  /** The host dies, and another takes the run up. */
  die(): Promise<DriverSession>
}

export type OpenDriver = (document: TopologyDocument) => Promise<DriverSession>

const AT: [number, number] = [0, 0]
const OK: Outcome = { tag: 'ok', control: { exit: 0 }, refs: { result: 'text:result', log: 'text:log' } }
const BROKEN: Outcome = {
  tag: 'error',
  control: { code: 'broken', retryable: true, happened: 'no' },
  refs: { error: 'text:broken' },
}

function command(id: string, effectClass: string, policy: DocumentNode['policy'] = {}): DocumentNode {
  return { id, kind: 'command', at: AT, config: { run: ['true'], class: effectClass }, policy }
}

/** The commands one after the other. */
function row(...commands: readonly DocumentNode[]): TopologyDocument {
  const nodes = [{ id: 'in', kind: 'input', at: AT }, ...commands, { id: 'out', kind: 'output', at: AT }]
  const edges = nodes
    .slice(1)
    .map(({ id }, at) => ({ id: `e${at}`, from: `${nodes[at]?.id}.out`, to: `${id}.in` }))
  return { synod: 1, name: 'row', nodes, edges }
}

/** The commands side by side. */
function side(...commands: readonly DocumentNode[]): TopologyDocument {
  const nodes = [{ id: 'in', kind: 'input', at: AT }, ...commands, { id: 'out', kind: 'output', at: AT }]
  const edges = commands.flatMap(({ id }) => [
    { id: `to-${id}`, from: 'in.out', to: `${id}.in` },
    { id: `from-${id}`, from: `${id}.out`, to: 'out.in' },
  ])
  return { synod: 1, name: 'side', nodes, edges }
}

async function opened(open: OpenDriver, document: TopologyDocument): Promise<DriverSession> {
  const session = await open(document)
  await session.quiet()
  return session
}

/** What every driver must do, whoever picks what happens next. */
export function driverConformance(name: string, open: OpenDriver): void {
  describe(`${name}, as any driver`, () => {
    effectsOnce(open)
    hosts(open)
    people(open)
    scopes(open)
  })
}

function effectsOnce(open: OpenDriver): void {
  it('performs what is asked in order, each once, and ends done', async () => {
    const session = await opened(open, row(command('a', 'idempotent'), command('b', 'once')))
    expect(session.executions()).toEqual(['a:1#1'])
    session.settle('a:1', OK)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1', 'b:1#1'])
    session.settle('b:1', OK)
    expect(await session.ended).toEqual({ status: 'done' })
  })

  it('makes a begin durable before what it begins is performed', async () => {
    const session = await opened(open, row(command('a', 'once')))
    expect(session.executions()).toHaveLength(1)
    expect(session.inputs().at(-1)).toBe('begin')
  })

  it('tries again after its pause and not before, by the same effect', async () => {
    const session = await opened(open, row(command('a', 'idempotent', { attempts: 2, backoff_ms: 100 })))
    session.settle('a:1', BROKEN)
    await session.quiet()
    session.turn(99)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1'])
    session.turn(1)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1', 'a:1#2'])
  })
}

function hosts(open: OpenDriver): void {
  it('runs again what may run again, after the death of its host', async () => {
    const session = await (await opened(open, row(command('a', 'idempotent')))).die()
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#2'])
    session.settle('a:1', OK)
    expect(await session.ended).toEqual({ status: 'done' })
  })

  it('leaves in doubt what may not, and performs it no second time', async () => {
    const session = await (await opened(open, row(command('a', 'once')))).die()
    await session.quiet()
    expect(session.executions()).toEqual([])
    expect(session.inputs().at(-1)).toBe('doubt')
  })

  it('keeps what was settled', async () => {
    const first = await opened(open, row(command('a', 'once'), command('b', 'idempotent')))
    first.settle('a:1', OK)
    await first.quiet()
    const session = await first.die()
    await session.quiet()
    expect(session.executions()).toEqual(['b:1#2'])
  })
}

function people(open: OpenDriver): void {
  it('begins nothing while it is paused, and takes what ends', async () => {
    const session = await opened(open, row(command('a', 'idempotent'), command('b', 'idempotent')))
    await session.pause()
    session.settle('a:1', OK)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1'])
    await session.resume()
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1', 'b:1#1'])
  })

  it('cuts off what runs and may run again, when it is paused so, and begins it anew when it goes on', async () => {
    const first = await opened(open, side(command('a', 'idempotent'), command('b', 'once')))
    const from = first.inputs().length
    await first.pause(true)
    await first.quiet()
    expect(first.inputs().slice(from)).toEqual(['pause', 'halt'])
    const session = await first.die()
    await session.quiet()
    // What may have happened is asked about; what was cut off waits.
    expect(session.executions()).toEqual([])
    await session.resume()
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#2'])
    session.settle('a:1', OK)
    await session.quiet()
    expect(session.inputs().filter((type) => type === 'settle')).toHaveLength(1)
  })

  it('believes no execution that a pause has cut off', async () => {
    const session = await opened(open, row(command('a', 'idempotent')))
    const late = session.hold('a:1')
    await session.pause(true)
    await session.resume()
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1', 'a:1#2'])
    late(OK)
    await session.quiet()
    expect(session.inputs().at(-1)).toBe('begin')
    session.settle('a:1', OK)
    expect(await session.ended).toEqual({ status: 'done' })
  })

  it('waits, when it is cancelled, for the fate of what may have happened, and for nothing else', async () => {
    const quick = await opened(open, row(command('a', 'idempotent')))
    await quick.cancel()
    expect(await quick.ended).toEqual({ status: 'cancelled' })
    const slow = await opened(open, row(command('a', 'once')))
    await slow.cancel()
    await slow.quiet()
    slow.settle('a:1', OK)
    expect(await slow.ended).toEqual({ status: 'cancelled' })
  })
}

function scopes(open: OpenDriver): void {
  it('lets no more begin than a bulkhead has room for, over the death of its host too', async () => {
    const drawn = side(command('a', 'idempotent'), command('b', 'idempotent'))
    const first = await opened(open, { ...drawn, controllers: [{ id: 'k', type: 'bulkhead', at_once: 1 }] })
    expect(first.executions()).toEqual(['a:1#1'])
    const session = await first.die()
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#2'])
    session.settle('a:1', OK)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#2', 'b:1#1'])
  })

  it('restarts a member that failed, and fails when that was too often', async () => {
    const restart = { strategy: 'one-for-one', most: 1, within_ms: 60_000, backoff_ms: 10 } as const
    const drawn = row(command('a', 'idempotent'))
    const session = await opened(open, { ...drawn, groups: [{ id: 'g', members: ['a'], restart }] })
    const final: Outcome = { ...BROKEN, control: { ...BROKEN.control, retryable: false } }
    session.settle('a:1', final)
    await session.quiet()
    session.turn(10)
    await session.quiet()
    expect(session.executions()).toEqual(['a:1#1', 'a:2#1'])
    session.settle('a:2', final)
    await session.quiet()
    session.turn(10)
    expect(await session.ended).toEqual({ status: 'failed', actor: 'a' })
  })

  it('ends what has missed its deadline', async () => {
    const drawn = row(command('a', 'idempotent'))
    const edges = drawn.edges.map((edge, at) => (at === 0 ? { ...edge, policy: { deadline_ms: 50 } } : edge))
    const session = await opened(open, { ...drawn, edges })
    session.turn(50)
    expect(await session.ended).toEqual({ status: 'failed', actor: 'a' })
  })
}
