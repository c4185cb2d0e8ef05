/** Something wrong with a document: where it stands, what is wrong, and what was expected there. */
export interface Problem {
  /** Place in the document, e.g. `nodes[2].config.prompt`; empty for the file as a whole. */
  readonly path: string
  readonly message: string
  /** The node or edge that it concerns, so that the canvas can point at it. */
  readonly element?: string
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function valid<T>(value: T): Checked<T> {
  return { ok: true, value }
}

export function invalid<T>(...problems: readonly Problem[]): Checked<T> {
  return { ok: false, problems }
}

/** A zod path as a person writes it: `nodes[2].config.prompt`. */
export function pathText(path: readonly PropertyKey[], prefix = ''): string {
  let text = prefix
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else text += text === '' ? String(part) : `.${String(part)}`
  }
  return text
}

/** One line for a terminal: place, then what is wrong. */
export function problemText(problem: Problem): string {
  return problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`
}
