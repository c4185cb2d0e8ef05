import type { CheckProgress, CheckSettings, KeptTrace } from '../../shared/api/check.ts'
import type { HostErrorBody } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'

/** What the thread that searches is told. */
export type ToChecker =
  | { readonly type: 'start'; readonly request: CheckRequest }
  /** Ends the search; what was found so far is its answer. */
  | { readonly type: 'cancel' }

/** What it says. The last is `done` or `failed`. */
export type FromChecker =
  /** Comes first, where traces are kept beside the drawing. */
  | { readonly type: 'kept'; readonly kept: readonly KeptTrace[] }
  | { readonly type: 'progress'; readonly progress: CheckProgress }
  | { readonly type: 'done'; readonly result: CheckResult }
  | { readonly type: 'failed'; readonly error: HostErrorBody }

export interface CheckRequest {
  /** For messages; the text is what is checked. */
  readonly path: string
  readonly text: string
  readonly settings: CheckSettings
  /** Traces that are kept beside the drawing. */
  readonly traces: readonly { readonly path: string; readonly text: string }[]
  /** The search's own tables may take so much; beyond, it ends *partial*. */
  readonly maxBytes: number
}
