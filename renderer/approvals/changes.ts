import type { AskView } from '../../shared/api/contract.ts'

/** What a card says when what it showed is no longer what would run. */
export function changesBetween(before: AskView, after: AskView): readonly string[] {
  const changes: string[] = []
  const [was, is] = [before.shown, after.shown]
  if (!same(was.command, is.command)) changes.push('the command')
  if (was.toCommit !== is.toCommit) changes.push(`the commit, now ${(is.toCommit ?? 'none').slice(0, 8)}`)
  if (was.fromCommit !== is.fromCommit) changes.push('the commit that it starts from')
  const files = new Set([...was.diff, ...is.diff].map((file) => file.file))
  for (const file of files) {
    const [old, now] = [was.diff, is.diff].map((diff) => diff.find((one) => one.file === file))
    if (!same(old ?? null, now ?? null)) changes.push(now === undefined ? `${file}, no longer changed` : file)
  }
  const titles = new Set([...was.evidence, ...is.evidence].map((one) => one.title))
  for (const title of titles) {
    const [old, now] = [was.evidence, is.evidence].map((list) => list.find((one) => one.title === title))
    if (!same(old ?? null, now ?? null)) changes.push(`the evidence "${title}"`)
  }
  if (before.question !== after.question) changes.push('the question')
  const fields = new Set([...Object.keys(before.content ?? {}), ...Object.keys(after.content ?? {})])
  for (const field of fields)
    if (!same(before.content?.[field], after.content?.[field])) changes.push(`the field "${field}"`)
  return changes
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** An argument list as a person reads it: what a shell would need quoted is quoted, so that each argument is one. */
export function commandText(argv: readonly string[]): string {
  return argv
    .map((argument) => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : JSON.stringify(argument)))
    .join(' ')
}

/** True of the answers after which things go on as asked. */
export function isYes(answer: string): boolean {
  return ['approve', 'edit', 'always', 'answer', 'happened'].includes(answer)
}
