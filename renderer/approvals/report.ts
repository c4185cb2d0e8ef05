/** A test report as far as its numbers are understood. */
export interface Report {
  readonly passed: number
  readonly failed: number
  /** Each file or fact that the report names, in a sentence. */
  readonly notes: readonly string[]
}

/** Reads JSON with the numbers `passed` and `failed`; anything else is a text like any other. */
export function readReport(body: string): Report | null {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { passed, failed, files, seconds } = value as { readonly [key: string]: unknown }
  if (!isCount(passed) || !isCount(failed)) return null
  const notes: string[] = []
  if (typeof seconds === 'number') notes.push(`It took ${seconds} s.`)
  if (Array.isArray(files)) notes.push(...fileNotes(files))
  return { passed, failed, notes }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

const MOST_FILES = 4

/** Few files are named each; of many only those that failed. */
function fileNotes(files: readonly unknown[]): readonly string[] {
  if (files.length <= MOST_FILES) return files.flatMap(fileNote)
  const bad = files.filter(
    (file) =>
      isCount((file as { failed?: unknown } | null)?.failed) && (file as { failed: number }).failed > 0,
  )
  return [...bad.flatMap(fileNote), `In ${files.length} files`]
}

function fileNote(file: unknown): readonly string[] {
  if (typeof file !== 'object' || file === null) return []
  const { file: name, passed, failed } = file as { readonly [key: string]: unknown }
  if (typeof name !== 'string' || !isCount(passed)) return []
  return [`${name}: ${passed} passed${isCount(failed) && failed > 0 ? `, ${failed} failed` : ''}`]
}

/** `tests.answer.summary` as "Tests: answer summary". */
export function titleText(path: string): string {
  const [first = '', ...rest] = path.split('.')
  const head = first.charAt(0).toUpperCase() + first.slice(1)
  return rest.length === 0 ? head : `${head}: ${rest.filter((part) => part !== 'answer').join(' ')}`
}
