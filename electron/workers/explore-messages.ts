import type { Handed } from '../../shared/explore/engine/guests.ts'
import type { LevelProgress } from '../../shared/explore/engine/search.ts'
import type { Named } from '../../shared/explore/models/index.ts'

/** What a thread searches; it forgets what it has searched before. */
export interface ExplorePart {
  readonly named: Named
  readonly symmetry: boolean
  readonly part: number
  readonly parts: number
}

/** Each is answered before the next is sent. */
export type ToExplorer =
  | { readonly type: 'begin'; readonly search: ExplorePart }
  | { readonly type: 'move'; readonly memory: SharedArrayBuffer; readonly moves: 'all' | 'share' }
  | { readonly type: 'advance'; readonly states: number; readonly room: number }
  | { readonly type: 'level' }
  | { readonly type: 'give'; readonly count: number }
  | { readonly type: 'take'; readonly handed: Handed }
  | { readonly type: 'end' }
  | { readonly type: 'report' }

/** How far a part came, and how many states it has found. */
export interface Advanced {
  readonly progress: LevelProgress
  readonly found: number
}
