import { kinds } from '../../../shared/nodes/index.ts'
import { compile } from '../../../shared/topology/compile.ts'
import { parseDocument } from '../../../shared/topology/parse.ts'
import { problemText } from '../../../shared/topology/problem.ts'
import { readText } from '../../host/documents.ts'
import { type Command, EXIT, JSON_MEANING, JSON_OPTION } from '../command.ts'

export const lintCommand: Command = {
  name: 'lint',
  summary: 'Checks a topology file; exits with 1 if something is wrong',
  positionals: ['FILE'],
  options: { ...JSON_OPTION },
  meanings: { ...JSON_MEANING },
  run: async (given, terminal) => {
    const [file = ''] = given.positionals
    const parsed = parseDocument(readText(file))
    const checked = parsed.ok ? compile(parsed.value, kinds) : parsed
    const problems = checked.ok ? [] : checked.problems.map((one) => ({ severity: 'error', ...one }))
    if (given.flag('json')) terminal.print(JSON.stringify({ file, problems }))
    else if (problems.length === 0) terminal.print(`${file}: nothing wrong`)
    else terminal.print(problems.map((problem) => `${file}: ${problemText(problem)}`).join('\n'))
    return problems.length === 0 ? EXIT.done : EXIT.failed
  },
}
