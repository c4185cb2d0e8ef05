/** One row of a diff as it is shown. */
export type DiffRow =
  | {
      readonly type: 'same' | 'add' | 'del'
      readonly before: number | null
      readonly after: number | null
      readonly text: string
    }
  /** Lines that are the same and left out. */
  | { readonly type: 'gap'; readonly lines: number }
  /** What git says of the file itself: a new mode, a binary, no newline at the end. */
  | { readonly type: 'note'; readonly text: string }

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/

/** The rows of a unified diff of one file, with the line numbers of both sides. Every line of it is shown, in order. */
export function diffRows(patch: string): readonly DiffRow[] {
  const rows: DiffRow[] = []
  let before = 0
  let after = 0
  let shownTo = 0
  let inHunk = false
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(line)
    if (hunk !== null) {
      before = start(hunk[1], hunk[2])
      after = start(hunk[3], hunk[4])
      const skipped = after - 1 - shownTo
      if (skipped > 0) rows.push({ type: 'gap', lines: skipped })
      inHunk = true
    } else if (!inHunk) {
      const note = fileNote(line)
      if (note !== null) rows.push({ type: 'note', text: note })
    } else if (line.startsWith('\\')) {
      rows.push({ type: 'note', text: line.slice(1).trim() })
    } else if (line.startsWith('diff --git ')) {
      inHunk = false
    } else {
      rows.push(hunkRow(line, before, after))
      if (!line.startsWith('+')) before += 1
      if (!line.startsWith('-')) after += 1
    }
    shownTo = Math.max(shownTo, after - 1)
  }
  return rows
}

/** An empty side is counted from the line before it. */
function start(line: string | undefined, count: string | undefined): number {
  return Number(line) + (count === '0' ? 1 : 0)
}

function hunkRow(line: string, before: number, after: number): DiffRow {
  const text = line.slice(1)
  if (line.startsWith('+')) return { type: 'add', before: null, after, text }
  if (line.startsWith('-')) return { type: 'del', before, after: null, text }
  return { type: 'same', before, after, text }
}

/** Of a file's head only what a person must know; the name is above the diff. */
function fileNote(line: string): string | null {
  return /^(?:new file|deleted file|old mode|new mode|rename |copy |similarity |Binary |GIT binary)/.test(
    line,
  )
    ? line
    : null
}
