import { z } from 'zod'
import { controllerSchema, groupSchema } from './controls.ts'
import { faultPlanSchema } from './faults.ts'
import { idSchema } from './ids.ts'
import { propertySchema, silencedSchema } from './properties.ts'

/** The file's own version. A newer one is refused, an older one migrated (parse.ts). */
export const DOCUMENT_VERSION = 1

const endSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}(\.[A-Za-z][A-Za-z0-9_-]{0,63})?$/,
    'an end is `node.port`, or `node` alone for a resource',
  )

/** How often and how long a node may try. Units stand last in the names. */
export const nodePolicySchema = z.strictObject({
  /** Attempts in all, the first included. */
  attempts: z.number().int().min(1).max(20).optional(),
  /** Wait before the second attempt; it doubles with each further one. */
  backoff_ms: z.number().int().min(0).max(3_600_000).optional(),
  /** A pause is longer by up to this part of itself, drawn at random, so that those who failed together part. */
  jitter: z.number().min(0).max(1).optional(),
  /** Start-to-close limit of one attempt. */
  timeout_ms: z.number().int().min(1).max(604_800_000).optional(),
  /** Limit until an attempt says its first word, and between any two after it; saying something counts as progress. */
  first_chunk_ms: z.number().int().min(1).max(604_800_000).optional(),
  chunk_ms: z.number().int().min(1).max(604_800_000).optional(),
  /** An attempt that seems dead is given up for a new one before its limit; never one that may happen only once. */
  takeover: z.boolean().optional(),
  /** A message that failed waits for a person, who may change it and send it again, in place of failing the run. */
  dead_letter: z.boolean().optional(),
  /** A message that failed leaves as it came by the port `fallback`, which must be wired. */
  fallback: z.boolean().optional(),
})

const jsonSchemaSchema = z.record(z.string(), z.unknown())

export const edgePolicySchema = z.strictObject({
  /** Messages that may wait; what happens when there are more is said by `full`. */
  capacity: z.number().int().min(1).max(100_000).optional(),
  full: z.enum(['block', 'reject', 'drop-oldest']).optional(),
  order: z.enum(['fifo', 'any']).optional(),
  /** Whether a message comes again when its receiver is restarted in the middle of it. */
  delivery: z.enum(['at-least-once', 'at-most-once']).optional(),
  /** A JSON Schema that every payload on this edge must meet. */
  contract: jsonSchemaSchema.optional(),
  /** JSONata over the message: only where it is true does the message go on. */
  condition: z.string().min(1).max(10_000).optional(),
  /** JSONata over the message: what goes on in its place. */
  transform: z.string().min(1).max(10_000).optional(),
  /** A gate on the edge: the settings of one, as a person is asked about every message. */
  guard: z.record(z.string(), z.unknown()).optional(),
  /** What passes here must be done with in time, and so must all that comes of it; else it fails where it is. */
  deadline_ms: z.number().int().min(1).max(604_800_000).optional(),
  /** How often a message may go round, on an edge that leads back. */
  rounds: z.number().int().min(1).max(1000).optional(),
})

export const accessSchema = z.enum(['read', 'write', 'read-modify-write'])

export const nodeSchema = z.strictObject({
  id: idSchema,
  kind: z.string().min(1),
  at: z.tuple([z.number(), z.number()]),
  name: z.string().max(200).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  policy: nodePolicySchema.optional(),
})

export const edgeSchema = z.strictObject({
  id: idSchema,
  from: endSchema,
  to: endSchema,
  policy: edgePolicySchema.optional(),
  /** Present on resource edges only (worker to repo or store). */
  access: accessSchema.optional(),
})

/** A team inside the team: what a topology node or a map is of. */
export const nestedSchema = z.strictObject({
  id: idSchema,
  name: z.string().max(200).optional(),
  nodes: z.array(nodeSchema).max(1000),
  edges: z.array(edgeSchema).max(5000),
  groups: z.array(groupSchema).max(1000).optional(),
  controllers: z.array(controllerSchema).max(1000).optional(),
})

export const documentSchema = z.strictObject({
  $schema: z.string().optional(),
  synod: z.literal(DOCUMENT_VERSION, `expected ${DOCUMENT_VERSION}, the version of the file format`),
  name: z.string().max(200),
  nodes: z.array(nodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
  groups: z.array(groupSchema).max(1000).optional(),
  controllers: z.array(controllerSchema).max(1000).optional(),
  topologies: z.array(nestedSchema).max(100).optional(),
  properties: z.array(propertySchema).max(1000).optional(),
  silenced: z.array(silencedSchema).max(1000).optional(),
  /** What a rehearsal of this team lets go wrong. */
  faults: faultPlanSchema.optional(),
})

export type TopologyDocument = z.infer<typeof documentSchema>
export type DocumentNode = z.infer<typeof nodeSchema>
export type DocumentEdge = z.infer<typeof edgeSchema>
export type NestedTopology = z.infer<typeof nestedSchema>
export type NodePolicy = z.infer<typeof nodePolicySchema>
export type EdgePolicy = z.infer<typeof edgePolicySchema>
export type Access = z.infer<typeof accessSchema>

/** `fix.out` as its two parts; a resource end has no port. */
export function splitEnd(end: string): { readonly node: string; readonly port: string | null } {
  const dot = end.indexOf('.')
  return dot < 0 ? { node: end, port: null } : { node: end.slice(0, dot), port: end.slice(dot + 1) }
}

export function emptyDocument(name = 'Untitled'): TopologyDocument {
  return { synod: DOCUMENT_VERSION, name, nodes: [], edges: [] }
}
