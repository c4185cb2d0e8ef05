import { z } from 'zod'
import type { Identity } from '../kernel/identity.ts'
import type { Transition } from '../kernel/transition.ts'
import { allowedCallSchema, auditCheckSchema, auditEntrySchema } from './audit.ts'
import { type CheckProgress, checkMethods } from './check.ts'
import { lessonMethods } from './lessons.ts'
import { letterSchema } from './letter.ts'
import { type RehearseTopics, rehearseMethods, rehearseTopics } from './rehearse.ts'
import { runStartSchema } from './run-start.ts'

/**
 * The one typed contract between any renderer or command and the host, whichever way it comes in (MessagePort,
 * WebSocket, local socket). Both sides validate at the boundary. Times are ms since 1970.
 */
export const runStatusSchema = z.enum([
  'running',
  'waiting',
  'doubt',
  'paused',
  'done',
  'stuck',
  'failed',
  'cancelled',
])
export type RunStatus = z.infer<typeof runStatusSchema>

export const runSummarySchema = z.object({
  run: z.string(),
  name: z.string(),
  /** Where the drawing came from; the run is of the pinned text with this digest. */
  path: z.string(),
  digest: z.string(),
  /** `waiting` for a person, `doubt` when an effect's fate is open; both are still under way. */
  status: runStatusSchema,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** Transitions so far. */
  seq: z.number(),
  tokens: z.number(),
  costUsd: z.number(),
  /** One sentence when it failed or is stuck. */
  message: z.string(),
  /** Stand-in agents answer instead of a model. */
  standin: z.boolean(),
  unsandboxed: z.boolean(),
  /** Faults are injected into it; absent where none are. */
  chaos: z.boolean().optional(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

/** What may be asked: a gate's question, "did it happen?", may an agent make this call, and what an agent asks itself. */
export const askTypeSchema = z.enum(['gate', 'doubt', 'tool', 'question'])
export type AskType = z.infer<typeof askTypeSchema>

/** A question to people. */
export const askSummarySchema = z.object({
  run: z.string(),
  runName: z.string(),
  /** The effect's id within the run. */
  ask: z.string(),
  node: z.string(),
  nodeName: z.string(),
  /** `letter`: what is to become of a message that failed; `letter.list` shows it, `letter.settle` answers. */
  type: z.enum([...askTypeSchema.options, 'letter']),
  question: z.string(),
  askedAt: z.number(),
  /** When it is decided without people, and how; null when it waits as long as it must. */
  deadline: z.object({ at: z.number(), answer: z.string() }).nullable(),
  /** Of a gate: approvals so far and needed, and whom it waits for by name (empty: anybody). */
  tally: z
    .object({ approved: z.number(), needed: z.number(), of: z.number(), waitsFor: z.array(z.string()) })
    .nullable(),
})
export type AskSummary = z.infer<typeof askSummarySchema>

const fileDiffSchema = z.object({
  file: z.string(),
  added: z.number(),
  removed: z.number(),
  patch: z.string(),
})

const answerSchema = z.enum([
  'approve',
  'reject',
  /** Approve with changes. */
  'edit',
  /** Send back, with what is to be done. */
  'revise',
  /** Hand the question to somebody else. */
  'reassign',
  /** Approve this call and every later one that is exactly like it. */
  'always',
  /** The comment is the answer to what an agent asks. */
  'answer',
  'happened',
  'not-happened',
  'failed',
])
export type Answer = z.infer<typeof answerSchema>

const editSchema = z.record(z.string(), z.unknown())

/** Exactly what an answer is about. `digest` covers everything in `shown` and in `content`. */
export const askViewSchema = askSummarySchema.extend({
  type: askTypeSchema,
  digest: z.string(),
  /** What may be answered now. */
  answers: z.array(answerSchema),
  /** What has been answered by each, in order; one who edited has made approvals of before lapse. */
  votes: z.array(z.object({ by: z.string(), answer: z.string(), comment: z.string(), at: z.number() })),
  /** The fields that a person may change before approving; null when there is nothing to change. */
  content: z.record(z.string(), z.unknown()).nullable(),
  shown: z.object({
    /** What will run when it is approved, to the byte; null when nothing follows that runs by itself. */
    command: z
      .object({ argv: z.array(z.string()), node: z.string(), class: z.string(), cwd: z.string() })
      .nullable(),
    diff: z.array(fileDiffSchema),
    fromCommit: z.string().nullable(),
    toCommit: z.string().nullable(),
    /** The payload's other fields, resolved: test reports, findings. */
    evidence: z.array(z.object({ title: z.string(), body: z.string() })),
  }),
  /** For `doubt`: what the probe said, and what left it open. */
  probe: z.string().nullable(),
  cause: z.string().optional(),
  /** Set once somebody has answered. */
  decision: z.object({ answer: z.string(), by: z.string(), comment: z.string(), at: z.number() }).nullable(),
})
export type AskView = z.infer<typeof askViewSchema>

export const stepBySchema = z.enum(['transition', 'message', 'node'])

export const trustListSchema = z.object({
  digest: z.string(),
  commands: z.array(z.string()),
  models: z.array(z.string()),
  hosts: z.array(z.string()),
  repositories: z.array(z.string()),
})
export type TrustList = z.infer<typeof trustListSchema>

const runId = z.object({ run: z.string() })
const nothing = z.object({})

export const methods = {
  'host.info': {
    params: nothing,
    result: z.object({
      version: z.string(),
      home: z.string(),
      platform: z.string(),
      example: z.string(),
      /** Paths of all the other examples. */
      examples: z.array(z.string()),
      models: z.array(z.object({ id: z.string(), label: z.string(), available: z.boolean() })),
      sandbox: z.object({ available: z.boolean(), reason: z.string() }),
      /** The journal is damaged and can only be read: what to tell people. */
      damage: z.string().optional(),
    }),
  },
  /** With `look` it is only looked at, and does not count as opened lately. */
  'document.open': {
    params: z.object({ path: z.string(), look: z.boolean().optional() }),
    result: z.object({ path: z.string(), text: z.string(), digest: z.string(), writable: z.boolean() }),
  },
  /** `expected` is the digest that was opened; null for a new file. A file changed meanwhile is refused. */
  'document.save': {
    params: z.object({ path: z.string(), text: z.string(), expected: z.string().nullable() }),
    result: z.object({ path: z.string(), digest: z.string() }),
  },
  'document.recent': {
    params: nothing,
    result: z.object({ files: z.array(z.object({ path: z.string(), name: z.string(), at: z.number() })) }),
  },
  'files.list': {
    params: z.object({ directory: z.string().nullable() }),
    result: z.object({
      directory: z.string(),
      parent: z.string().nullable(),
      entries: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          type: z.enum(['directory', 'topology', 'file']),
          repository: z.boolean(),
        }),
      ),
    }),
  },
  'repository.inspect': {
    params: z.object({ path: z.string() }),
    result: z.object({
      path: z.string(),
      usable: z.boolean(),
      branch: z.string(),
      commit: z.string(),
      message: z.string(),
    }),
  },
  'trust.list': {
    params: z.object({ path: z.string(), text: z.string() }),
    result: z.object({ needed: z.boolean(), list: trustListSchema }),
  },
  'run.start': { params: runStartSchema, result: runId },
  'run.list': { params: nothing, result: z.object({ runs: z.array(runSummarySchema) }) },
  'run.get': {
    params: runId,
    result: z.object({
      summary: runSummarySchema,
      text: z.string(),
      input: z.record(z.string(), z.unknown()),
    }),
  },
  'run.outcome': {
    params: runId,
    result: z.object({
      run: z.string(),
      status: runStatusSchema,
      message: z.string(),
      outputs: z.record(z.string(), z.array(z.unknown())),
      effects: z.array(
        z.object({
          id: z.string(),
          kind: z.string(),
          class: z.string(),
          attempts: z.number(),
          status: z.string(),
        }),
      ),
    }),
  },
  'run.cancel': { params: runId, result: nothing },
  /** What was begun may end; with `abort` what may run again is cut off, and begins anew when the run goes on. */
  'run.pause': { params: z.object({ run: z.string(), abort: z.boolean().optional() }), result: nothing },
  'run.resume': { params: runId, result: nothing },
  /** One transition, one message delivered, or until the next thing at `node`. Only while paused. */
  'run.step': {
    params: z.object({ run: z.string(), by: stepBySchema, node: z.string().nullable() }),
    result: z.object({ seq: z.number() }),
  },
  'ask.view': { params: z.object({ run: z.string(), ask: z.string() }), result: askViewSchema },
  'ask.decide': {
    params: z.object({
      run: z.string(),
      /** An effect id, or a gate's node id while it has one ask. */
      ask: z.string(),
      answer: answerSchema,
      /** The digest of what was shown, or of what an edit makes of it; another one is refused. */
      shown: z.string(),
      comment: z.string(),
      /** Who answers, where a gate asks for people by name; else the account that Synod runs under. */
      as: z.string().optional(),
      /** With `edit`: new values of fields. */
      edit: editSchema.optional(),
      /** With `reassign`: to whom, and whose part of the question when several were named. */
      to: z.string().optional(),
      from: z.string().optional(),
    }),
    result: nothing,
  },
  /** What an edit would make of a question: what would then run, and its digest. */
  'ask.preview': {
    params: z.object({ run: z.string(), ask: z.string(), edit: editSchema }),
    result: askViewSchema,
  },
  /** Says something to an agent that works and can be told something. */
  'agent.tell': {
    params: z.object({
      run: z.string(),
      node: z.string(),
      message: z.string().max(20_000),
      as: z.string().optional(),
    }),
    result: nothing,
  },
  /** Calls of tools that are always allowed. */
  'allowed.list': { params: nothing, result: z.object({ calls: z.array(allowedCallSchema) }) },
  /** Takes one back, by its key or the beginning of it. */
  'allowed.revoke': { params: z.object({ key: z.string().min(1) }), result: nothing },
  /** The audit trail, oldest first: of one run, or all of it. */
  'audit.list': {
    params: z.object({ run: z.string().nullable() }),
    result: z.object({ entries: z.array(auditEntrySchema) }),
  },
  /** Whether nothing of the audit trail was changed or taken away. */
  'audit.verify': { params: z.object({ head: z.string().nullable() }), result: auditCheckSchema },
  /** Dead letters that lie in a run, in the order of the drawing's edges. */
  'letter.list': { params: runId, result: z.object({ letters: z.array(letterSchema) }) },
  /** Sends a dead letter again, with new values for fields of its content if `edit` has any; or drops it. */
  'letter.settle': {
    params: z.object({
      run: z.string(),
      letter: z.string(),
      answer: z.enum(['resend', 'discard']),
      edit: editSchema.optional(),
      comment: z.string(),
      as: z.string().optional(),
    }),
    result: nothing,
  },
  'inbox.list': { params: nothing, result: z.object({ asks: z.array(askSummarySchema) }) },
  ...checkMethods,
  ...lessonMethods,
  ...rehearseMethods,
  /** Content by digest, as JSON text; long ones are cut at `limit` characters. */
  'payload.get': {
    params: z.object({ ref: z.string(), limit: z.number().optional() }),
    result: z.object({ text: z.string(), size: z.number(), cut: z.boolean() }),
  },
} as const

export type Methods = typeof methods
export type MethodName = keyof Methods
export type Params<M extends MethodName> = z.infer<Methods[M]['params']>
export type Result<M extends MethodName> = z.infer<Methods[M]['result']>

/** A committed transition with its identity: all that a player needs. */
export interface RecordedTransition {
  readonly transition: Transition
  readonly identity: Identity
}

/** A piece of a stream. It is not kernel state: `seq` counts within the run, so that a window catches up. */
export interface Chunk {
  readonly seq: number
  readonly effect: string
  /** Executions of this effect; a higher one supersedes the chunks of a lower one. */
  readonly attempt: number
  readonly at: number
  readonly type: 'text' | 'reasoning' | 'tool' | 'output' | 'usage' | 'note' | 'suspicion' | 'probe'
  /** Text to append; for `usage`, `suspicion` and `probe` a JSON object: { inputTokens, outputTokens, costUsd }, and as asides.ts has it. */
  readonly data: string
}

/** What can be followed, from the last that was seen. Events come in batches. */
export interface Subscriptions extends RehearseTopics {
  readonly 'run.transitions': {
    readonly params: { readonly run: string; readonly after: number }
    readonly event: RecordedTransition
  }
  readonly 'run.chunks': {
    readonly params: { readonly run: string; readonly after: number }
    readonly event: Chunk
  }
  /** The present summary of every run, then each change. */
  readonly runs: { readonly params: Record<string, never>; readonly event: RunSummary }
  /** How a check stands, then each change; the last has another phase than `running`. */
  readonly 'check.progress': { readonly params: { readonly check: string }; readonly event: CheckProgress }
  /** The whole inbox, then again at each change. */
  readonly inbox: {
    readonly params: Record<string, never>
    readonly event: { readonly asks: readonly AskSummary[] }
  }
}
export type SubscriptionName = keyof Subscriptions

export const subscriptionParams = {
  'run.transitions': z.object({ run: z.string(), after: z.number() }),
  'run.chunks': z.object({ run: z.string(), after: z.number() }),
  'check.progress': z.object({ check: z.string() }),
  ...rehearseTopics,
  runs: z.object({}),
  inbox: z.object({}),
} as const

/** An operating error as a person reads it; `code` is for programs. */
export const hostErrorSchema = z.object({
  code: z.enum([
    'bad-input',
    'not-found',
    'untrusted',
    'unsandboxed',
    'conflict',
    'stale',
    'unavailable',
    'internal',
  ]),
  message: z.string(),
  /** Problems of a document, with their places. */
  problems: z
    .array(z.object({ path: z.string(), message: z.string(), element: z.string().optional() }))
    .optional(),
})
export type HostErrorBody = z.infer<typeof hostErrorSchema>

export class HostError extends Error {
  readonly body: HostErrorBody
  constructor(body: HostErrorBody) {
    super(body.message)
    this.body = body
  }
}
