import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BRANCHES, type Engine, HOPS, type Session, SHAPES, type Shape, STAGES } from './engine.ts'
import { newPayload } from './payload.ts'

/** The little of XState 5 that is used here; it is no dependency, so its own types are not at hand. */
interface Context {
  readonly value: string
  readonly parts: readonly string[]
  readonly hops: number
}

interface Snapshot {
  readonly status: string
  readonly context: Context
}

interface Actor {
  subscribe(observer: { complete(): void; error(error: unknown): void }): unknown
  start(): void
  getSnapshot(): Snapshot
}

interface XState {
  createMachine(config: object): unknown
  createActor(machine: unknown): Actor
  fromPromise(work: () => Promise<string>): unknown
  assign(update: (of: { context: Context; event: { output: string } }) => Partial<Context>): unknown
}

function machineOf({ createMachine, fromPromise, assign }: XState, shape: Shape): unknown {
  const src = fromPromise(async () => newPayload())
  const keep = assign(({ context, event }) => ({ value: event.output, hops: context.hops + 1 }))
  const collect = assign(({ context, event }) => ({
    parts: [...context.parts, event.output],
    hops: context.hops + 1,
  }))
  const step = (target: string): object => ({ invoke: { src, onDone: { target, actions: keep } } })
  const context = { value: '', parts: [], hops: 0 }
  const done = { type: 'final' }
  switch (shape) {
    case 'pipeline': {
      const names = Array.from({ length: STAGES }, (_, at) => `stage${at + 1}`)
      const stages = names.map((name, at) => [name, step(names[at + 1] ?? 'done')] as const)
      return createMachine({ context, initial: 'stage1', states: { ...Object.fromEntries(stages), done } })
    }
    case 'fanout': {
      // One state that invokes them all; a parallel state with a region for each is many times slower.
      const invoke = Array.from({ length: BRANCHES }, (_, at) => ({
        src,
        id: `branch${at + 1}`,
        onDone: { actions: collect },
      }))
      const all = { invoke, always: { target: 'sink', guard: isJoined } }
      return createMachine({
        context,
        initial: 'source',
        states: { source: step('all'), all, sink: step('done'), done },
      })
    }
    case 'pingpong': {
      const last = { target: 'done', actions: keep, guard: isLast }
      const pong = { invoke: { src, onDone: [last, { target: 'ping', actions: keep }] } }
      return createMachine({ context, initial: 'ping', states: { ping: step('pong'), pong, done } })
    }
  }
}

function isJoined({ context }: { readonly context: Context }): boolean {
  return context.parts.length === BRANCHES
}

function isLast({ context }: { readonly context: Context }): boolean {
  return context.hops + 1 >= HOPS.pingpong
}

/** XState keeps nothing on a disk, so it is measured in memory only. Actors invoked are promises, as effects are. */
export function xstateEngine(folder: string, version: string): Engine {
  const xstate = createRequire(join(folder, 'package.json'))('xstate') as XState
  const machines = new Map(SHAPES.map((shape) => [shape, machineOf(xstate, shape)]))
  return {
    name: 'xstate',
    version,
    open(mode): Promise<Session> {
      if (mode !== 'memory') return Promise.reject(new Error('XState keeps nothing on a disk'))
      return Promise.resolve({ run: (shape) => runMachine(xstate, machines.get(shape), shape), close })
    },
  }
}

function runMachine(xstate: XState, machine: unknown, shape: Shape): Promise<number> {
  return new Promise((resolve, reject) => {
    const actor = xstate.createActor(machine)
    actor.subscribe({
      complete() {
        const { hops } = actor.getSnapshot().context
        if (hops === HOPS[shape]) resolve(hops)
        else reject(new Error(`XState made ${hops} hops of the ${shape}`))
      },
      error: reject,
    })
    actor.start()
  })
}

async function close(): Promise<void> {}
