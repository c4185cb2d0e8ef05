import { z } from 'zod'

const chance = z.number().min(0).max(1)
const WEEK_MS = 604_800_000
const ms = z.number().min(0).max(WEEK_MS)
/** Inside a topology the path that leads there: `review/fix`. */
const elementSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}(\/[A-Za-z][A-Za-z0-9_-]{0,63})*$/, 'the id of a node or an edge')

/** How long something takes: the half of it `p50_ms` at most, 95 in 100 `p95_ms` at most. */
export const latencySchema = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('constant'), p50_ms: ms }),
    z.strictObject({ type: z.literal('uniform'), min_ms: ms, max_ms: ms }),
    z.strictObject({ type: z.literal('exponential'), p50_ms: ms }),
    z.strictObject({ type: z.literal('lognormal'), p50_ms: ms.min(0.001), p95_ms: ms.min(0.001) }),
  ])
  .refine((one) => one.type !== 'uniform' || one.max_ms >= one.min_ms, {
    message: 'max_ms is not below min_ms',
    path: ['max_ms'],
  })
  .refine((one) => one.type !== 'lognormal' || one.p95_ms >= one.p50_ms, {
    message: 'p95_ms is not below p50_ms',
    path: ['p95_ms'],
  })

/** What may go wrong with one attempt; what is left is an attempt that goes well. */
const nodeFaultsSchema = z
  .strictObject({
    node: elementSchema,
    latency: latencySchema.optional(),
    /** The attempt dies on the way; nobody knows how far it came. */
    crash: chance.optional(),
    /** It never answers: only a limit ends it. */
    hang: chance.optional(),
    /** It is refused before it begins, and may be tried again. */
    rate_limit: chance.optional(),
    /** The connection is cut while it answers. */
    cut: chance.optional(),
    /** The answer cannot be read. */
    malformed: chance.optional(),
    /** The answer is not what was asked for. */
    wrong: chance.optional(),
    /** It says no, or fails for good: an exit code, a test that fails. */
    error: chance.optional(),
    /** It takes `times` as long. */
    slow: z.strictObject({ chance, times: z.number().min(1).max(10_000) }).optional(),
    /** How likely each answer is against the others: by tag, verdict, port or tool. */
    odds: z.record(z.string().max(200), z.number().min(0).max(1_000_000)).optional(),
  })
  .refine(
    (one) =>
      [one.crash, one.hang, one.rate_limit, one.cut, one.malformed, one.wrong, one.error].reduce(
        (sum: number, part) => sum + (part ?? 0),
        0,
      ) <= 1.000_001,
    { message: 'the chances of the faults of one node are 1 together at most' },
  )

const windowSchema = z
  .strictObject({ from_ms: ms, to_ms: ms })
  .refine(({ from_ms, to_ms }) => to_ms > from_ms, { message: 'to_ms is after from_ms', path: ['to_ms'] })

const edgeFaultsSchema = z.strictObject({
  edge: elementSchema,
  /** How long a message is on its way; a FIFO edge lets the next one pass no sooner. */
  latency: latencySchema.optional(),
  drop: chance.optional(),
  duplicate: chance.optional(),
  /** A message overtakes those before it. */
  reorder: chance.optional(),
  /** On top of its latency. */
  delay: z.strictObject({ chance, ms }).optional(),
  /** Nothing passes meanwhile. */
  partition: z.array(windowSchema).max(100).optional(),
})

/** The host dies and comes back; what it had begun is treated by the outbox protocol. */
const hostFaultsSchema = z.strictObject({
  crash_at_ms: z.array(ms).max(100).optional(),
  /** At random, so long apart on average. */
  crash_every_ms: ms.min(1).optional(),
  down_ms: ms.optional(),
})

/** What a rehearsal lets go wrong, and how long things take. */
export const faultPlanSchema = z.strictObject({
  nodes: z.array(nodeFaultsSchema).max(10_000).optional(),
  edges: z.array(edgeFaultsSchema).max(50_000).optional(),
  host: hostFaultsSchema.optional(),
})

export type Latency = z.infer<typeof latencySchema>
export type NodeFaults = z.infer<typeof nodeFaultsSchema>
export type EdgeFaults = z.infer<typeof edgeFaultsSchema>
export type HostFaults = z.infer<typeof hostFaultsSchema>
export type FaultPlan = z.infer<typeof faultPlanSchema>
