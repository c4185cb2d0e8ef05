import type { Ask, Bound, Ports, Reaction, Resource } from '../topology/kind.ts'
import { fieldsOf, type Outcome, type Payload, type Ref } from '../topology/payload.ts'
import { mayChange, repositoryOf } from './define.ts'
import type { Fetched } from './errands.ts'

/**
 * One message's way through a worker: take the tree, work, give the change back, send. Shared by agent, command and
 * verifier, so that a worktree is treated alike everywhere.
 */
export interface Session {
  readonly slot: number
  readonly activation: string
  readonly input: Payload
  /** The tree that the next effect starts from (a *change*: repository, commit, tree); null without a repository. */
  readonly tree: Ref | null
  /** What it has from stores and ledgers; absent where it has nothing from there. */
  readonly fetched?: Fetched
}

export const CHECKOUT = 'checkout'
export const COMMIT = 'commit'
/** The payload field that names the state of a repository that a message is about. */
export const CHANGE = 'change'
/** The port by which a worker's change leaves that does not fit, and the field that says why. */
export const CONFLICT = 'conflict'

/** Asks the repository for a tree: the one that the message is about, else its newest. Null without a repository. */
export function checkoutAsk(bound: Bound<unknown>, session: Session): Ask | null {
  const repository = repositoryOf(bound)
  if (repository === null) return null
  const change = fieldsOf(session.input)[CHANGE]
  return {
    tag: CHECKOUT,
    kind: 'repo.checkout',
    class: 'idempotent',
    control: {},
    payload: change === undefined ? {} : { change },
    activation: session.activation,
    to: repository.node,
  }
}

/** Gives the tree back to the repository with what it is said to do; null when the worker may not change it. */
export function commitAsk(bound: Bound<unknown>, session: Session, result: Payload): Ask | null {
  const repository = repositoryOf(bound)
  if (repository === null || session.tree === null || !mayChange(bound)) return null
  return {
    tag: COMMIT,
    kind: 'repo.commit',
    class: 'idempotent',
    control: {},
    payload: { tree: session.tree, result },
    activation: session.activation,
    to: repository.node,
  }
}

/** The ports of a worker that gives changes back: its change may conflict where it may change a repository. */
export function workerPorts(resources: readonly Resource[] = []): Ports {
  const conflict = mayChange({ config: null, resources }) ? [{ name: CONFLICT, label: 'does not fit' }] : []
  return { in: [{ name: 'in' }], out: [{ name: 'out' }, ...conflict, { name: 'error', error: true }] }
}

/** What a worker sends on: all that it was given, and its own result under its own name. */
export function carry(session: Session, as: string, result: Payload, change: Payload | undefined): Payload {
  return { ...fieldsOf(session.input), [as]: result, ...(change === undefined ? {} : { [CHANGE]: change }) }
}

/**
 * Ends a session by what the repository said of its change. A change that does not fit goes on by the port *conflict*
 * with both sides and the newest state; where nobody waits for it there, it is the worker's error.
 */
export function endCommit<L>(
  bound: Bound<unknown>,
  idle: L,
  session: Session,
  as: string,
  result: Payload,
  { tag, refs }: Outcome,
): Reaction<L> {
  if (tag === 'ok') {
    // A conflict that was settled is no news to those who follow.
    const { [CONFLICT]: _settled, ...input } = fieldsOf(session.input)
    return finishSession(idle, session, 'out', carry({ ...session, input }, as, result, refs[CHANGE]))
  }
  const conflict = refs[CONFLICT]
  const error = refs['error'] as Payload
  if (conflict === undefined) return failSession(idle, session, error)
  if (bound.wired?.includes(CONFLICT) !== true)
    return finishSession(idle, session, 'error', {
      ...fieldsOf(session.input),
      error,
      [CONFLICT]: conflict,
    })
  const news = fieldsOf(carry(session, as, result, refs[CHANGE]))
  return finishSession(idle, session, CONFLICT, { ...news, [CONFLICT]: conflict })
}

/** Ends a session: one message out, the one in finished. */
export function finishSession<L>(local: L, session: Session, port: string, payload: Payload): Reaction<L> {
  return { local, send: [{ port, payload, activation: session.activation }], finished: [session.slot] }
}

/** Ends a session on the error port with the error and all that the worker was given. */
export function failSession<L>(local: L, session: Session, error: Payload): Reaction<L> {
  return finishSession(local, session, 'error', { ...fieldsOf(session.input), error })
}
