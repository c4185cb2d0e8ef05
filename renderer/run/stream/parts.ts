export interface Part {
  readonly code: boolean
  readonly text: string
}

/** Fenced code, and an answer that is JSON as a whole, are set apart; all else stays the text that it is. */
export function codeParts(text: string): readonly Part[] {
  if (/^\s*[{[]/.test(text)) return [{ code: true, text: text.trim() }]
  const split = text.search(/\n\n[{[]\n?/)
  if (split > 0 && !text.includes('```')) {
    return [...codeParts(text.slice(0, split)), { code: true, text: text.slice(split).trim() }]
  }
  return text
    .split(/^```[^\n]*\n?/m)
    .map((part, at) => ({
      code: at % 2 === 1,
      text: at % 2 === 1 ? part.replace(/\n$/, '') : part.trim(),
    }))
    .filter((part) => part.text !== '')
}

/** A tool's call as the stream has it; null when it is none. Empty arguments are none. */
export function readCall(text: string): { readonly tool: string; readonly args: string | null } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('tool' in value)) return null
    const args = 'args' in value ? value.args : null
    const empty = args === null || (typeof args === 'object' && Object.keys(args ?? {}).length === 0)
    return { tool: String(value.tool), args: empty ? null : JSON.stringify(args, null, 2) }
  } catch {
    return null
  }
}
