import type { Letter } from '../../shared/api/letter.ts'

/** The dead letters of a run, with all that a person must know to settle them. */
export function lettersText(letters: readonly Letter[]): readonly string[] {
  return letters.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...letterText(one)])
}

const REASONS = {
  failed: 'could not deal with it',
  rejected: 'had no room for it',
  dropped: 'had no room: it was dropped for a newer one',
  abandoned: 'was restarted in the middle of it, and its edge delivers at most once',
} as const

function letterText(one: Letter): readonly string[] {
  const { run, letter, from, toName, reason, error, at, attempt, activation, content, fixed, open } = one
  const times = attempt === 1 ? '' : `, sent ${attempt} times`
  const lines = [
    `Dead letter ${letter}, since ${new Date(at).toISOString()}${times}`,
    `  from ${from}: ${toName} ${REASONS[reason]}${activation === '' ? '' : ` (${activation})`}`,
  ]
  if (error !== null) lines.push(...indented(error))
  lines.push('  What it holds:', ...indented(JSON.stringify(content, null, 2)))
  if (fixed.length > 0) lines.push(`  and, as it is: ${fixed.join(', ')}`)
  if (open)
    lines.push(
      `  synod letter ${run} ${letter} resend|discard   (resend --edit '{"FIELD": VALUE}' changes it)`,
    )
  return lines
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
}
