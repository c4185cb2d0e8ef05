/** What `synod lint --json` and `synod check --json` print, as far as a pull request is told of it. */
export interface Linted {
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  readonly hazards: readonly {
    readonly level: 'error' | 'warning' | 'note'
    readonly title: string
    readonly sentence: string
    readonly remedy: string
    readonly silenced: string | null
  }[]
}

export interface Checked {
  readonly verdict: 'holds' | 'violated' | 'not exhausted'
  readonly coverage: string
  readonly states: number
  readonly properties: readonly { readonly id: string; readonly title: string; readonly verdict: string }[]
  readonly violated: readonly {
    readonly property: string
    readonly sentence: string
    readonly steps: readonly { readonly words: string; readonly fault: boolean }[]
  }[]
  readonly kept: readonly { readonly property: string; readonly verdict: string; readonly message: string }[]
}

/** One file: what each command said, or the one line with which it refused. */
export interface Looked {
  readonly file: string
  readonly refused: string | null
  readonly linted: Linted | null
  readonly checked: Checked | null
}

export interface Finding {
  readonly level: 'error' | 'warning' | 'notice'
  /** Null for what is wrong with the step itself. */
  readonly file: string | null
  readonly title: string
  readonly text: string
}

/** What to mark in the pull request, the worst first. `partialFails`: a search that gave up is an error. */
export function findingsOf(
  { file, refused, linted, checked }: Looked,
  partialFails: boolean,
): readonly Finding[] {
  const found: Finding[] = []
  const add = (level: Finding['level'], title: string, text: string): void => {
    found.push({ level, file, title, text })
  }
  if (refused !== null) add('error', 'Not a topology', refused)
  for (const { path, message } of linted?.problems ?? []) add('error', path, message)
  for (const { property, sentence, steps } of checked?.violated ?? []) {
    const title = checked?.properties.find(({ id }) => id === property)?.title ?? property
    add('error', `Broken: ${title}`, [`${sentence}.`, ...steps.map(stepLine)].join('\n'))
  }
  for (const { property, verdict, message } of checked?.kept ?? [])
    if (verdict === 'broken') add('error', `A kept counterexample is back: ${property}`, message)
    else if (verdict !== 'holds')
      add('warning', `A kept counterexample cannot be played: ${property}`, message)
  if (checked?.verdict === 'not exhausted')
    add(partialFails ? 'error' : 'warning', 'Not everything was looked at', coverageOf(checked))
  for (const hazard of linted?.hazards ?? [])
    if (hazard.silenced === null)
      add(LEVELS[hazard.level], hazard.title, `${hazard.sentence}\n${hazard.remedy}`)
  return found.toSorted((one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level))
}

const LEVELS = { error: 'error', warning: 'warning', note: 'notice' } as const
const ORDER: readonly Finding['level'][] = ['error', 'warning', 'notice']

function stepLine({ words, fault }: { readonly words: string; readonly fault: boolean }, at: number): string {
  return `${at + 1}. ${fault ? '(fault) ' : ''}${words}`
}

function coverageOf({ coverage, states }: Checked): string {
  return `${coverage}: ${states.toLocaleString('en')} states`
}

/**
 * A workflow command of GitHub Actions. Names and sentences come from a file, so whatever would end the line or a
 * property is escaped: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
 */
export function annotation({ level, file, title, text }: Finding): string {
  const place = file === null ? '' : `file=${property(file)},`
  return `::${level} ${place}title=${property(title)}::${data(text)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** A table for the summary of the workflow's run, in Markdown; cells are text, never markup. */
export function summary(looked: readonly Looked[], found: readonly Finding[]): string {
  const rows = looked.map(({ file, checked }) => {
    const own = found.filter((one) => one.file === file)
    const errors = own.filter(({ level }) => level === 'error').length
    const cells = [
      file,
      errors === 0 ? 'holds' : `${errors} wrong`,
      checked === null ? '' : coverageOf(checked),
    ]
    return `| ${cells.map(cell).join(' | ')} | ${own.length - errors} |`
  })
  return ['| topology | verdict | coverage | to look at |', '|---|---|---|---|', ...rows, ''].join('\n')
}

function cell(text: string): string {
  return text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]()#+!|<>&~]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
