/** What every contender is asked to do, so that all of them are driven and timed by the same code. */
export type Shape = 'pipeline' | 'fanout' | 'pingpong'

/** `group`: a hundred pipelines at once on one journal; every other mode makes one run at a time. */
export type Mode = 'memory' | 'durable' | 'group'

export const SHAPES: readonly Shape[] = ['pipeline', 'fanout', 'pingpong']

export const STAGES = 10
export const BRANCHES = 100
export const ROUNDS = 500
export const AT_ONCE = 100

/**
 * Executions of nodes with an effect and a new payload in one run of a shape. Fan-out is one source, its branches
 * and the node that works on what they bring; ping-pong is two nodes in turn.
 */
export const HOPS: { readonly [shape in Shape]: number } = {
  pipeline: STAGES,
  fanout: BRANCHES + 2,
  pingpong: 2 * ROUNDS,
}

/** An engine that is ready to run; the time of opening and closing is not measured. */
export interface Session {
  /** Runs a shape once, to its end, and says how many hops were made. */
  run(shape: Shape): Promise<number>
  close(): Promise<void>
}

export interface Engine {
  readonly name: string
  readonly version: string
  /** `folder` is empty and lies on a real disk; a session in memory leaves it so. */
  open(mode: Mode, folder: string): Promise<Session>
}
