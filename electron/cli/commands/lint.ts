import { compileProperties } from '../../../shared/explore/properties/compile.ts'
import { findHazards, type Hazard } from '../../../shared/hazards/index.ts'
import { kinds } from '../../../shared/nodes/index.ts'
import { resolveFaults } from '../../../shared/rehearse/settings.ts'
import { compile } from '../../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import { parseDocument } from '../../../shared/topology/parse.ts'
import type { Plan } from '../../../shared/topology/plan.ts'
import { type Checked, type Problem, problemText } from '../../../shared/topology/problem.ts'
import { readText } from '../../host/documents.ts'
import { type Command, EXIT, JSON_MEANING, JSON_OPTION } from '../command.ts'

export const lintCommand: Command = {
  name: 'lint',
  summary: 'Tells what is wrong with a topology file and what can go wrong; exits with 1 for an error',
  positionals: ['FILE'],
  options: { ...JSON_OPTION },
  meanings: { ...JSON_MEANING },
  run: async (given, terminal) => {
    const [file = ''] = given.positionals
    const parsed = parseDocument(readText(file))
    const checked = parsed.ok ? compile(parsed.value, kinds) : parsed
    const wrongs = parsed.ok && checked.ok ? wrongIn(parsed.value, checked.value) : problemsIn(checked)
    const problems = wrongs.map((one) => ({ severity: 'error', ...one }))
    // What does not compile has no hazards worth telling: its edges may lead nowhere.
    const hazards = parsed.ok && checked.ok ? findHazards(parsed.value, kinds) : []
    if (given.flag('json')) terminal.print(JSON.stringify({ file, problems, hazards: hazards.map(jsonOf) }))
    else if (problems.length + hazards.length === 0) terminal.print(`${file}: nothing wrong`)
    else {
      const lines = problems.map((problem) => `${file}: ${problemText(problem)}`)
      terminal.print([...lines, ...textsOf(hazards)].join('\n'))
    }
    const wrong = hazards.some(({ level, silenced }) => level === 'error' && silenced === null)
    return problems.length > 0 || wrong ? EXIT.failed : EXIT.done
  },
}

/** Properties and faults may name what is gone, in a drawing that runs all the same. */
function wrongIn(document: TopologyDocument, plan: Plan): readonly Problem[] {
  return [
    ...problemsIn(compileProperties(document, plan)),
    ...problemsIn(resolveFaults(plan, document.faults ?? {})),
  ]
}

function problemsIn(checked: Checked<unknown>): readonly Problem[] {
  return checked.ok ? [] : checked.problems
}

function jsonOf({ rule, finding, level, silenced }: Hazard): object {
  const { elements, sentence, assumption, remedy, fixes } = finding
  const labels = fixes.map(({ label }) => label)
  const { id, row, title, property } = rule
  return {
    rule: id,
    row,
    title,
    level,
    elements,
    sentence,
    assumption,
    remedy,
    fixes: labels,
    property,
    silenced,
  }
}

/** The gravest first; of what was accepted only how much there is. */
function textsOf(hazards: readonly Hazard[]): readonly string[] {
  const open = hazards.filter(({ silenced }) => silenced === null)
  const lines = open.flatMap(({ rule, finding, level }) => {
    const { elements, sentence, assumption, remedy, fixes } = finding
    const fix =
      fixes.length === 0 ? [] : [`    on the canvas: ${fixes.map(({ label }) => label).join('; or: ')}`]
    return [
      `${level}: ${rule.title} [${rule.id}] at ${elements.join(', ')}`,
      `    ${sentence}`,
      `    ${assumption}`,
      `    ${remedy}`,
      ...fix,
    ]
  })
  const accepted = hazards.length - open.length
  return accepted === 0 ? lines : [...lines, `${accepted} accepted`]
}
