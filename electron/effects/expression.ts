import { createContext, Script } from 'node:vm'
import jsonata from 'jsonata'
import type { Json } from '../../shared/topology/payload.ts'

/** An expression that cannot be read, or that failed; the message names it. */
export class ExpressionError extends Error {
  readonly expression: string
  constructor(expression: string, problem: string) {
    super(`{{${expression}}}: ${problem}`)
    this.name = 'ExpressionError'
    this.expression = expression
  }
}

export type Scope = Readonly<Record<string, Json>>

/** Each bounds another way to go on for ever: loops, recursion, lists, texts that double, backtracking. */
const LIMITS = { steps: 200_000, depth: 400, items: 100_000, characters: 20_000_000, time_ms: 5_000 } as const
const REGEX_MS = 250

/** A value differs from one evaluation to the next, or text becomes code: a run could not be told from its journal. */
const REMOVED = ['now', 'millis', 'random', 'shuffle', 'eval'] as const

interface Room {
  pattern: RegExp
  text: string
}
const room: Room = { pattern: /^/, text: '' }
const matching = new Script('pattern.exec(text)')
const context = createContext(room)

/** A match cannot be counted in steps, so it is run where it can be interrupted. */
export class BoundedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    room.pattern = new RegExp(this.source, this.flags)
    room.pattern.lastIndex = this.lastIndex
    room.text = text
    const found: RegExpExecArray | null = matching.runInContext(context, { timeout: REGEX_MS })
    this.lastIndex = room.pattern.lastIndex
    return found
  }
}

interface Frame {
  timestamp: Date
  readonly base: object
}

function compile(expression: string): jsonata.Expression {
  const compiled = jsonata(expression, {
    stack: LIMITS.depth,
    sequence: LIMITS.items,
    timeout: LIMITS.time_ms,
    RegexEngine: BoundedRegExp as RegExpConstructor,
  })
  for (const name of REMOVED) {
    compiled.registerFunction(name, () => {
      throw new Error(`$${name} is not available: an expression gives the same for the same message`)
    })
  }
  let steps = 0
  // The hooks are found under symbols; the library's types know names only.
  const hook = (symbol: string): string => Symbol.for(symbol) as unknown as string
  compiled.assign(hook('jsonata.__evaluate_entry'), (_node: unknown, _input: unknown, frame: Frame) => {
    // $toMillis fills in a date's missing parts from the frame's clock.
    frame.timestamp = new Date(0)
    steps += 1
    if (steps > LIMITS.steps) throw new Error(`it does not end within ${LIMITS.steps} steps`)
  })
  compiled.assign(
    hook('jsonata.__evaluate_exit'),
    (_node: unknown, _input: unknown, _frame: Frame, value: unknown) => {
      if (typeof value === 'string' && value.length > LIMITS.characters)
        throw new Error(`it makes a text of more than ${LIMITS.characters} characters`)
    },
  )
  return compiled
}

function problemOf(thrown: unknown): string {
  const { code, message } = thrown as { code?: unknown; message?: unknown }
  if (code === 'D1011') return `it goes more than ${LIMITS.depth} calls deep: does its recursion end?`
  if (code === 'D1012') return `it does not end within ${LIMITS.time_ms} ms`
  if (code === 'D2015') return `it makes a list of more than ${LIMITS.items} items`
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return `a regular expression does not end within ${REGEX_MS} ms`
  return typeof message === 'string' ? message : String(thrown)
}

/** A function is not data, and a sequence carries helpers: only what JSON can say comes out. */
function plain(value: unknown): Json {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    const lambda = typeof part === 'object' && part !== null && '_jsonata_lambda' in part
    const builtin = typeof part === 'object' && part !== null && '_jsonata_function' in part
    if (typeof part === 'function' || lambda || builtin) throw new Error('it gives a function, not a value')
    return part
  })
  return JSON.parse(text) as Json
}

/** Names and dots alone; `true`, `false` and `null` are no names. */
const PATH = /^(?!(?:.*\.)?(?:true|false|null)(?:\.|$))[a-z_]\w*(?:\.[a-z_]\w*)*$/i

/**
 * Most expressions name one text or number of the message: that is looked up as it stands, which is a hundred times
 * as quick as to read the expression. Anything else, lists on the way among it, is JSONata's to say.
 */
function lookUp(expression: string, scope: Scope): string | number | boolean | undefined {
  if (!PATH.test(expression)) return undefined
  let value: unknown = scope
  for (const name of expression.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    if (!Object.hasOwn(value, name)) return undefined
    value = (value as { readonly [name: string]: unknown })[name]
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}

/** The value of a JSONata expression over `scope`; undefined when it gives nothing. Throws `ExpressionError`. */
export async function evaluateMaybe(expression: string, scope: Scope): Promise<Json | undefined> {
  const known = lookUp(expression, scope)
  if (known !== undefined) return known
  try {
    const value: unknown = await compile(expression).evaluate(scope)
    return value === undefined ? undefined : plain(value)
  } catch (thrown) {
    throw new ExpressionError(expression, problemOf(thrown))
  }
}

/** The value of a JSONata expression over `scope`, with `null` for nothing. Throws `ExpressionError`. */
export async function evaluate(expression: string, scope: Scope): Promise<Json> {
  return (await evaluateMaybe(expression, scope)) ?? null
}

/** JSONata's own notion of true: nothing, `false`, 0, empty texts, lists and objects are not. */
function isTrue(value: Json): boolean {
  if (Array.isArray(value)) return value.some(isTrue)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return Boolean(value)
}

/** Is the condition true over `scope`? Throws `ExpressionError`. */
export async function holds(condition: string, scope: Scope): Promise<boolean> {
  return isTrue(await evaluate(condition, scope))
}
