import { z } from 'zod'

const MOST_APPROVERS = 20
/** 20 days: a timer that is longer could not be told from none. */
const LONGEST_MS = 1_728_000_000

/** A person as the drawing names them; what a decision gives as its `by`. */
export const approverSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u, 'a name has up to 64 letters, digits, spaces, . _ @ and -')

export const ANSWERS = ['approve', 'reject', 'revise'] as const
export type GateAnswer = (typeof ANSWERS)[number]

/** Each setting by itself: also of a gate that is half edited. */
export const gateShape = z.strictObject({
  /** The question, with `{{…}}`. */
  ask: z.string().min(1).max(500),
  /** Parts of the message that the person sees besides the change and what will run, as paths. */
  show: z.array(z.string()).default([]),
  /** Who is asked: so many people, whoever they are, or these by name. */
  approvers: z
    .union([z.number().int().min(1).max(MOST_APPROVERS), z.array(approverSchema).min(1).max(MOST_APPROVERS)])
    .default(1),
  /** How many of them must approve; all, where it is left out. */
  needed: z.number().int().min(1).max(MOST_APPROVERS).optional(),
  /** After so long without a decision the gate decides by `default`. */
  deadline_ms: z.number().int().min(1000).max(LONGEST_MS).optional(),
  default: z.enum(ANSWERS).default('reject'),
})

export const gateSchema = gateShape.superRefine((config, issues) => {
  const problem = (path: string, message: string): void =>
    issues.addIssue({ code: 'custom', path: [path], message })
  const { approvers, needed } = config
  const of = countOf(config)
  if (Array.isArray(approvers) && new Set(approvers).size !== of)
    problem('approvers', 'the same person is named twice')
  if (needed !== undefined && needed > of)
    problem('needed', `${needed} approvals are needed, but only ${of} may be given`)
})
export type GateConfig = z.infer<typeof gateSchema>

/** How many people are asked. */
export function countOf({ approvers }: Pick<GateConfig, 'approvers'>): number {
  return typeof approvers === 'number' ? approvers : approvers.length
}

export function neededOf(config: GateConfig): number {
  return config.needed ?? countOf(config)
}
