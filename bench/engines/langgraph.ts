import { createRequire } from 'node:module'
import { join } from 'node:path'
import { BRANCHES, type Engine, HOPS, type Session, type Shape, STAGES } from './engine.ts'
import { newPayload } from './payload.ts'

/** The little of LangGraph.js that is used here; it is no dependency, so its own types are not at hand. */
interface State {
  readonly value: string
  readonly parts: readonly string[]
  readonly hops: number
}
type Update = Partial<State>

interface Graph {
  addNode(name: string, work: (state: State) => Promise<Update>): Graph
  addEdge(from: string | readonly string[], to: string): Graph
  addConditionalEdges(from: string, choose: (state: State) => string, targets: readonly string[]): Graph
  compile(options: { checkpointer?: unknown }): Compiled
}

interface Compiled {
  invoke(input: Update, options: object): Promise<State>
}

interface LangGraph {
  readonly StateGraph: new (state: unknown) => Graph
  readonly Annotation: {
    <T>(channel?: { reducer: (before: T, after: T) => T; default: () => T }): unknown
    Root(channels: object): unknown
  }
  readonly START: string
  readonly END: string
}

interface Database {
  pragma(text: string, options?: { simple: boolean }): unknown
  close(): void
}

export interface Modules {
  readonly langgraph: LangGraph
  readonly Database: new (path: string) => Database
  readonly SqliteSaver: new (database: Database) => unknown
}

/** Effects are asynchronous, as a model's answer is. */
async function work(): Promise<string> {
  return newPayload()
}

function graphOf({ StateGraph, Annotation, START, END }: LangGraph, shape: Shape): Graph {
  const state = Annotation.Root({
    value: Annotation<string>(),
    parts: Annotation<readonly string[]>({
      reducer: (before, after) => [...before, ...after],
      default: () => [],
    }),
    hops: Annotation<number>(),
  })
  const graph = new StateGraph(state)
  const value = async (): Promise<Update> => ({ value: await work() })
  switch (shape) {
    case 'pipeline':
      for (let at = 1; at <= STAGES; at += 1) {
        graph.addNode(`stage${at}`, value)
        graph.addEdge(at === 1 ? START : `stage${at - 1}`, `stage${at}`)
      }
      return graph.addEdge(`stage${STAGES}`, END)
    case 'fanout': {
      const branches = Array.from({ length: BRANCHES }, (_, at) => `branch${at + 1}`)
      graph.addNode('source', value).addNode('sink', value)
      graph.addEdge(START, 'source').addEdge('sink', END)
      for (const branch of branches) {
        graph.addNode(branch, async () => ({ parts: [await work()] }))
        graph.addEdge('source', branch)
      }
      return graph.addEdge(branches, 'sink')
    }
    case 'pingpong': {
      const hop = async ({ hops }: State): Promise<Update> => ({ value: await work(), hops: hops + 1 })
      graph.addNode('ping', hop).addNode('pong', hop)
      graph.addEdge(START, 'ping').addEdge('ping', 'pong')
      return graph.addConditionalEdges('pong', ({ hops }) => (hops < HOPS.pingpong ? 'ping' : END), [
        'ping',
        END,
      ])
    }
  }
}

class LangGraphSession implements Session {
  private readonly modules: Modules
  private readonly database: Database | null
  private readonly graphs = new Map<Shape, Compiled>()
  private readonly saver: unknown
  private threads = 0

  constructor(modules: Modules, file: string | null) {
    this.modules = modules
    this.database = file === null ? null : new modules.Database(file)
    if (this.database === null) return
    this.saver = new modules.SqliteSaver(this.database)
    this.database.pragma('journal_mode = WAL')
    // Its driver is built to fall back to NORMAL under WAL, which a power cut may undo.
    this.database.pragma('synchronous = FULL')
  }

  async run(shape: Shape): Promise<number> {
    this.threads += 1
    const saved =
      this.saver === undefined
        ? {}
        : { durability: 'sync', configurable: { thread_id: `run${this.threads}` } }
    const options = { recursionLimit: HOPS.pingpong + 10, ...saved }
    const state = await this.graph(shape).invoke({ value: '', hops: 0 }, options)
    const expected = shape === 'pingpong' ? state.hops === HOPS.pingpong : state.value.length === 1024
    const joined = shape !== 'fanout' || state.parts.length === BRANCHES
    if (!expected || !joined) throw new Error(`LangGraph.js did not finish the ${shape}`)
    return HOPS[shape]
  }

  async close(): Promise<void> {
    this.database?.close()
  }

  private graph(shape: Shape): Compiled {
    const known = this.graphs.get(shape)
    if (known !== undefined) return known
    const graph = graphOf(this.modules.langgraph, shape)
    const compiled = graph.compile(this.saver === undefined ? {} : { checkpointer: this.saver })
    this.graphs.set(shape, compiled)
    return compiled
  }
}

/** No saver in memory; on disk the project's own SqliteSaver, every step at FULL before the next one begins. */
export function langGraphEngine(folder: string, version: string): Engine {
  const require = createRequire(join(folder, 'package.json'))
  const modules: Modules = {
    langgraph: require('@langchain/langgraph') as LangGraph,
    Database: require('better-sqlite3') as Modules['Database'],
    SqliteSaver: (require('@langchain/langgraph-checkpoint-sqlite') as Pick<Modules, 'SqliteSaver'>)
      .SqliteSaver,
  }
  return {
    name: 'langgraph',
    version,
    open(mode, home) {
      if (mode === 'group') return Promise.reject(new Error('not measured'))
      const file = mode === 'memory' ? null : join(home, 'checkpoints.sqlite')
      return Promise.resolve(new LangGraphSession(modules, file))
    },
  }
}
