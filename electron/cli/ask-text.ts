import type { AskSummary, AskView } from '../../shared/api/contract.ts'
import { spanText } from '../../shared/nodes/gate/words.ts'

/** Exactly what an answer is about, as text: question, command, change, evidence, digest. */
export function askText(view: AskView): string {
  const { command, diff, evidence, fromCommit, toCommit } = view.shown
  const lines = [`${view.nodeName} asks: ${view.question}`, ...standingText(view)]
  if (command !== null) {
    lines.push('', `  What will run (${command.node}, ${command.class}):`)
    lines.push(`    ${command.argv.map(shellWord).join(' ')}`, `    in ${command.cwd}`)
  }
  if (view.probe !== null) lines.push('', `  What the probe says: ${view.probe}`)
  if (toCommit !== null) lines.push('', `  From ${fromCommit ?? 'nothing'} to ${toCommit}`)
  for (const file of diff) {
    lines.push('', `  ${file.file}  +${file.added} -${file.removed}`, indented(file.patch))
  }
  for (const { title, body } of evidence) lines.push('', `  ${title}:`, indented(body))
  if (view.content !== null && view.answers.includes('edit'))
    lines.push('', '  What may be edited:', indented(JSON.stringify(view.content, null, 2)))
  lines.push('', `  Digest of what is shown: ${view.digest}`)
  if (view.decision !== null) lines.push(`  Answered: ${view.decision.answer} by ${view.decision.by}`)
  return lines.join('\n')
}

/** How many have answered and who is still asked, and when it is decided without them. */
function standingText(view: AskView): readonly string[] {
  const lines = view.votes.map(
    ({ by, answer, comment }) => `  ${by}: ${answer}${comment === '' ? '' : ` (${comment})`}`,
  )
  const { tally, deadline, decision } = view
  if (tally !== null && (tally.of > 1 || tally.waitsFor.length > 0)) {
    const whom = tally.waitsFor.length === 0 ? '' : `, waits for ${tally.waitsFor.join(', ')}`
    lines.unshift(`  ${tally.approved} of ${tally.needed} approvals${whom}`)
  }
  if (deadline !== null && decision === null)
    lines.push(`  Until ${new Date(deadline.at).toISOString()}, then: ${deadline.answer}`)
  return lines
}

/** How a person without this terminal answers. */
export function howToDecide(ask: AskSummary, view: AskView): string {
  const left = ask.deadline === null ? '' : ` (${leftText(ask.deadline)})`
  return [
    `Waiting for a person: ${ask.nodeName} asks: ${ask.question}${left}`,
    `  look:    synod show ${ask.run}`,
    `  answer:  ${decideLine(view)}`,
  ].join('\n')
}

/** The same of a message that failed. */
export function howToSettle({ run, ask, question }: AskSummary): string {
  return [
    `Waiting for a person: ${question}`,
    `  look:    synod letters ${run}`,
    `  answer:  synod letter ${run} ${ask} resend|discard`,
  ].join('\n')
}

/** The command that answers, with every answer that there is. */
export function decideLine({ run, ask, answers, digest }: AskView): string {
  const simple = answers.filter((one) => one !== 'reassign')
  return `synod decide ${run} ${ask} ${simple.join('|')} --shown ${digest}`
}

function leftText({ at, answer }: { readonly at: number; readonly answer: string }): string {
  return `${spanText(Math.max(0, at - Date.now()))} left, then ${answer}`
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}

/** Quoted so that where each argument begins and ends can be seen. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
