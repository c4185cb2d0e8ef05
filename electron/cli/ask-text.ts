import type { AskSummary, AskView } from '../../shared/api/contract.ts'

/** Exactly what an answer is about, as text: question, command, change, evidence, digest. */
export function askText(view: AskView): string {
  const { command, diff, evidence, fromCommit, toCommit } = view.shown
  const lines = [`${view.nodeName} asks: ${view.question}`]
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
  lines.push('', `  Digest of what is shown: ${view.digest}`)
  if (view.decision !== null) lines.push(`  Answered: ${view.decision.answer} by ${view.decision.by}`)
  return lines.join('\n')
}

/** How a person without this terminal answers. */
export function howToDecide(ask: AskSummary, digest: string): string {
  const answers = ask.type === 'gate' ? 'approve|reject' : 'happened|not-happened|failed'
  return [
    `Waiting for a person: ${ask.nodeName} asks: ${ask.question}`,
    `  look:    synod show ${ask.run}`,
    `  answer:  synod decide ${ask.run} ${ask.ask} ${answers} --shown ${digest}`,
  ].join('\n')
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
