import type { Payload, Ref } from '../../topology/payload.ts'

/** The message that a repository is being opened for. */
export interface Opening {
  readonly slot: number
  readonly activation: string
  readonly input: Payload
}

/** A change that a client gave back and that is not merged yet. */
export interface Pending {
  readonly client: string
  readonly tag: string
  /** Absent in states of before the branch could be seen to move. */
  readonly payload?: { readonly [field: string]: Payload }
  /** How often the branch moved while it was being merged. */
  readonly moves?: number
}

/** While one change is merged the others wait, first come, first merged. */
export interface Merging {
  readonly phase: 'committing'
  readonly head: Ref
  readonly pending: Pending
  /** What came of merging, while it is checked and until the branch is at it. */
  readonly merged?: Ref
  readonly queue?: readonly Pending[]
  readonly again?: Opening
}

export interface Open {
  readonly phase: 'open'
  readonly head: Ref
  /** A later message, while it is looked up whether it means the same repository. */
  readonly again?: Opening
}

/** Git holds the content; this holds refs to commits, one change at a time: the merge queue. */
export type RepoLocal =
  | { readonly phase: 'closed' }
  | ({ readonly phase: 'opening' } & Opening)
  | Open
  | Merging
