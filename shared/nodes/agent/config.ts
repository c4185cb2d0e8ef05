import { z } from 'zod'
import { errandsSchema } from '../errands.ts'
import { execSchema } from '../exec.ts'
import { STORE_TOOLS } from './store-tools.ts'
import { toolsOf } from './tools.ts'

const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/

/** A tool is a command that the model may call; its arguments are filled in as `{{args.…}}`. */
export const toolSchema = z.strictObject({
  name: z.string().regex(NAME, 'a tool name has letters, digits, . _ and -'),
  description: z.string().default(''),
  /** JSON Schema of its arguments. */
  parameters: z.record(z.string(), z.unknown()).default({ type: 'object' }),
  ...execSchema,
  output: z.enum(['text', 'json']).default('text'),
  /** `ask`: a person sees each call before it runs, and says whether it may. */
  approve: z.enum(['auto', 'ask']).default('auto'),
})
export type ToolConfig = z.infer<typeof toolSchema>

/**
 * One turn of a stand-in's script. The first turn whose `when` holds (JSONata over { in, results, said }) and that has not
 * been played is played next: it says something, then calls a tool or answers.
 */
export const turnSchema = z
  .strictObject({
    when: z.string().optional(),
    reasoning: z.string().optional(),
    say: z.string().optional(),
    /** The tool's name, with its arguments; strings may hold `{{…}}`. */
    call: z
      .strictObject({ tool: z.string(), args: z.record(z.string(), z.unknown()).default({}) })
      .optional(),
    answer: z.unknown().optional(),
  })
  .refine(
    (turn) => (turn.call === undefined) !== (turn.answer === undefined),
    'a turn either calls a tool or answers',
  )

export const agentSchema = z
  .strictObject({
    /** `auto`: the model of a key in the environment, else the stand-in; `standin`; or `provider:model`. */
    model: z.string().min(1).default('auto'),
    /** What the agent is told, with `{{in.…}}`. */
    prompt: z.string().max(50_000).default(''),
    tools: z.array(toolSchema).default([]),
    /** Model steps in all: each calls one tool or answers. */
    turns: z.number().int().min(1).max(100).default(12),
    /** Tokens in all; the agent fails when they are used up. */
    tokens: z.number().int().min(1).default(60_000),
    /** JSON Schema of the answer; free text when empty. */
    output: z.record(z.string(), z.unknown()).default({}),
    /** The model may ask a person in mid-turn, by the tool `ask_person`. */
    ask_person: z.boolean().default(false),
    /** A person may say something while it works; it is heard before the next model step. */
    steer: z.boolean().default(false),
    /** The turns of the stand-in. */
    script: z.array(turnSchema).default([]),
    as: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a name has letters, digits and _ and starts with a letter')
      .default('answer'),
    ...errandsSchema,
  })
  .superRefine((config, issues) => {
    const tools = toolsOf(config, [])
    const names = new Set(tools.map((tool) => tool.name))
    if (names.size !== tools.length)
      issues.addIssue({ code: 'custom', path: ['tools'], message: 'two tools have the same name' })
    config.script.forEach((turn, at) => {
      // Whether it has those of the store is known only in the drawing.
      if (turn.call !== undefined && !names.has(turn.call.tool) && !STORE_TOOLS.includes(turn.call.tool)) {
        issues.addIssue({
          code: 'custom',
          path: ['script', at, 'call', 'tool'],
          message: `the agent has no tool "${turn.call.tool}"`,
        })
      }
    })
  })
export type AgentConfig = z.infer<typeof agentSchema>
