import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BRANCHES, type Engine, HOPS, ROUNDS, type Session, SHAPES, type Shape, STAGES } from './engine.ts'
import { newPayload } from './payload.ts'

/** The little of n8n's engine core that is used here; it is no dependency, so its own types are not at hand. */
interface Item {
  readonly json: { readonly value: string }
}

interface RunResult {
  readonly status: string
  readonly data: {
    readonly resultData: { readonly runData: { readonly [node: string]: readonly unknown[] } }
  }
}

interface Core {
  readonly WorkflowExecute: new (
    data: object,
    mode: string,
  ) => { run(options: { workflow: unknown; startNode?: unknown }): Promise<RunResult> }
  readonly ExecutionLifecycleHooks: new (mode: string, execution: string, workflow: object) => unknown
}

interface Node {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly typeVersion: number
  readonly position: readonly [number, number]
  readonly parameters: object
}

interface Target {
  readonly node: string
  readonly type: 'main'
  readonly index: number
}

interface Workflow {
  readonly nodes: readonly Node[]
  /** By node: the targets of each of its outputs. */
  readonly connections: { readonly [node: string]: { readonly main: readonly (readonly Target[])[] } }
}

interface Definitions {
  readonly Workflow: new (options: object) => unknown
}

let hops = 0

async function work(): Promise<Item> {
  hops += 1
  return { json: { value: newPayload() } }
}

const description = {
  displayName: 'Bench',
  name: 'bench',
  group: ['transform'],
  version: 1,
  description: 'Makes a new payload',
  defaults: { name: 'Bench' },
  inputs: ['main'],
  outputs: ['main'],
  properties: [],
}

/** Rounds of the run under way; n8n has no counter of its own for a loop. */
let rounds = 0

const types: { readonly [type: string]: object } = {
  start: { description: { ...description, inputs: [] }, execute: async () => [[{ json: {} }]] },
  work: { description, execute: async () => [[await work()]] },
  sink: {
    description: { ...description, inputs: Array.from({ length: BRANCHES }, () => 'main') },
    execute: async () => [[await work()]],
  },
  last: {
    description: { ...description, outputs: ['main', 'main'] },
    async execute(): Promise<readonly (readonly Item[])[]> {
      rounds += 1
      const item = await work()
      return rounds < ROUNDS ? [[item], []] : [[], [item]]
    },
  },
}

function drawing(shape: Shape): Workflow {
  switch (shape) {
    case 'pipeline': {
      const names = Array.from({ length: STAGES }, (_, at) => `stage${at + 1}`)
      return {
        nodes: [node('start', 'start'), ...names.map((name) => node(name, 'work'))],
        connections: Object.fromEntries(
          names.map((name, at) => [names[at - 1] ?? 'start', { main: [[to(name)]] }]),
        ),
      }
    }
    case 'fanout': {
      const names = Array.from({ length: BRANCHES }, (_, at) => `branch${at + 1}`)
      const joined = names.map((name, at) => [name, { main: [[to('sink', at)]] }] as const)
      return {
        nodes: [
          node('start', 'start'),
          node('source', 'work'),
          ...names.map((name) => node(name, 'work')),
          node('sink', 'sink'),
        ],
        connections: {
          start: { main: [[to('source')]] },
          source: { main: [names.map((name) => to(name))] },
          ...Object.fromEntries(joined),
        },
      }
    }
    case 'pingpong':
      return {
        nodes: [node('start', 'start'), node('ping', 'work'), node('pong', 'last')],
        connections: {
          start: { main: [[to('ping')]] },
          ping: { main: [[to('pong')]] },
          pong: { main: [[to('ping')], []] },
        },
      }
  }
}

function node(name: string, type: string): Node {
  return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {} }
}

function to(target: string, index = 0): Target {
  return { node: target, type: 'main', index }
}

/** n8n's engine core alone, without database, server or runner: an upper bound of what n8n does. */
export function n8nEngine(folder: string, version: string): Engine {
  const require = createRequire(join(folder, 'package.json'))
  const core = require('n8n-core') as Core
  const { Workflow } = require('n8n-workflow') as Definitions
  const nodeTypes = {
    getByName: (type: string) => types[type],
    getByNameAndVersion: (type: string) => types[type],
    getKnownTypes: () => ({}),
  }
  const settings = { executionOrder: 'v1' }
  const workflows = new Map(
    SHAPES.map((shape) => {
      const parts = { id: shape, name: shape, ...drawing(shape), active: false, nodeTypes, settings }
      return [shape, { workflow: new Workflow(parts), parts }] as const
    }),
  )
  async function run(shape: Shape): Promise<number> {
    const known = workflows.get(shape)
    if (known === undefined) throw new Error(`no workflow of ${shape}`)
    hops = 0
    rounds = 0
    const hooks = new core.ExecutionLifecycleHooks('manual', '1', known.parts)
    const data = { hooks, currentNodeExecutionIndex: 0, executionId: '1', webhookWaitingBaseUrl: '' }
    const { workflow } = known as { workflow: { getNode(name: string): unknown } }
    const execute = new core.WorkflowExecute(data, 'manual')
    const result = await execute.run({ workflow, startNode: workflow.getNode('start') })
    if (result.status !== 'success' || hops !== HOPS[shape])
      throw new Error(`n8n ended the ${shape} ${result.status} after ${hops} hops`)
    return hops
  }
  return {
    name: 'n8n',
    version,
    open(mode): Promise<Session> {
      if (mode !== 'memory') return Promise.reject(new Error('measured in memory only'))
      return Promise.resolve({ run, close: async () => {} })
    },
  }
}
