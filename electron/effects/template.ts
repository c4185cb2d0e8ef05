import type { Json } from '../../shared/topology/payload.ts'
import { ExpressionError, evaluateMaybe, type Scope } from './expression.ts'

/**
 * Texts with `{{expression}}`. What an expression gives is data: it is inserted and never read for `{{` again.
 * An expression ends at the first `}}` outside its own braces and quotes, so `{{ {"a": {"b": 1}} }}` is whole.
 */
type Part =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'expression'; readonly source: string }

/** Index just after the `}}` that closes the expression at `start`; -1 when none does. */
function endOf(text: string, start: number): number {
  let depth = 0
  let quote = ''
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote !== '') {
      if (char === '\\' && quote !== '`') at += 1
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'" || char === '`') quote = char
    else if (char === '{') depth += 1
    else if (char === '}' && depth > 0) depth -= 1
    else if (char === '}' && text.charAt(at + 1) === '}') return at + 2
  }
  return -1
}

function parse(text: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (;;) {
    const open = text.indexOf('{{', at)
    if (open < 0) break
    const end = endOf(text, open + 2)
    const source = text.slice(open + 2, end < 0 ? undefined : end - 2).trim()
    if (end < 0) throw new ExpressionError(source.slice(0, 80), 'it is not closed by }}')
    if (source === '') throw new ExpressionError('', 'there is no expression between the braces')
    if (open > at) parts.push({ type: 'text', text: text.slice(at, open) })
    parts.push({ type: 'expression', source })
    at = end
  }
  if (at < text.length) parts.push({ type: 'text', text: text.slice(at) })
  return parts
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

async function fill(text: string, scope: Scope, missing: (source: string) => string): Promise<string> {
  let filled = ''
  for (const part of parse(text)) {
    if (part.type === 'text') filled += part.text
    else {
      const value = await evaluateMaybe(part.source, scope)
      filled += value === undefined ? missing(part.source) : textOf(value)
    }
  }
  return filled
}

/** Inserts each expression's value: a string as it is, anything else as JSON, nothing as nothing. */
export function fillTemplate(text: string, scope: Scope): Promise<string> {
  return fill(text, scope, () => '')
}

/** As `fillTemplate`, but a program must not be run with an argument that came out empty by mistake. */
export function fillArguments(items: readonly string[], scope: Scope): Promise<string[]> {
  const missing = (source: string): string => {
    throw new ExpressionError(source, `it gives nothing; where it may be missing, write {{${source} ?? ""}}`)
  }
  return Promise.all(items.map((item) => fill(item, scope, missing)))
}

/** Fills every string of a value; one that is a single expression becomes its value, whatever the type. */
export async function fillJson(value: Json, scope: Scope): Promise<Json> {
  if (typeof value === 'string') {
    const parts = parse(value)
    const [only] = parts
    if (parts.length === 1 && only?.type === 'expression')
      return (await evaluateMaybe(only.source, scope)) ?? null
    return fillTemplate(value, scope)
  }
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return Promise.all(value.map((item) => fillJson(item, scope)))
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await fillJson(item, scope)] as const),
  )
  return Object.fromEntries(entries)
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
