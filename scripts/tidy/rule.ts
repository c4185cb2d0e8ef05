/** What a rule says about one place. `line` counts from 1. */
export interface Finding {
  readonly rule: string
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface Rule {
  readonly name: string
  /** The path is relative to the project and uses slashes. */
  readonly check: (path: string, text: string) => readonly Finding[]
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path)
}

export function isCode(path: string): boolean {
  return /\.(?:tsx?|mjs|cjs|js)$/.test(path)
}

/** Tests and what only tests use. They see Node and may run long. */
export function isTest(path: string): boolean {
  return /\.(?:test|deep|spec)\.tsx?$/.test(path) || /(?:^|\/)testing\//.test(path) || path.startsWith('e2e/')
}

/** One finding for each line that matches. */
export function findLines(
  rule: string,
  path: string,
  text: string,
  pattern: RegExp,
  message: (match: string) => string,
): readonly Finding[] {
  return text.split('\n').flatMap((content, index) => {
    const match = pattern.exec(content)
    return match === null ? [] : [{ rule, path, line: index + 1, message: message(match[0]) }]
  })
}
