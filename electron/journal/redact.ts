/** Takes what must not be kept out of a text; the host knows which values these are. */
export type Redact = (text: string) => string

/** The JSON text of a value as it may be kept. Without secrets in it, it is the value's own text. */
export function keptJson(value: unknown, redact: Redact | undefined): string {
  const text = JSON.stringify(value)
  if (redact === undefined || isClean(text, redact)) return text
  return JSON.stringify(redactStrings(value, redact))
}

/**
 * Where nothing is escaped, every string stands in the text as it is, so one look at the whole is enough. Elsewhere
 * a secret of several lines or with a quote would hide behind its escapes.
 */
function isClean(text: string, redact: Redact): boolean {
  return !text.includes('\\') && redact(text) === text
}

/** String by string, so that the result is JSON whatever the redaction puts in. */
function redactStrings(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map((one) => redactStrings(one, redact))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [redact(key), redactStrings(one, redact)]),
  )
}
