/** A value as the lines that a person edits: text as it is, anything else as JSON. */
export function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** What a person has typed, read back as the kind of value that it was; null when it is none. */
export function readValue(text: string, before: unknown): { readonly value: unknown } | null {
  if (typeof before === 'string') return { value: text }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}

/** A unified patch from one text to another: the lines at both ends that are the same stand around what changed. */
export function fieldPatch(before: string, after: string): { patch: string; added: number; removed: number } {
  const [old, now] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1
  let end = 0
  while (
    end < Math.min(old.length, now.length) - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end += 1
  const removed = old.slice(start, old.length - end)
  const added = now.slice(start, now.length - end)
  const head = `@@ -${start + 1},${removed.length} +${start + 1},${added.length} @@`
  const lines = [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)]
  return { patch: [head, ...lines].join('\n'), added: added.length, removed: removed.length }
}
