import { HostError } from '../../shared/api/contract.ts'
import { type Problem, problemText } from '../../shared/topology/problem.ts'

/** One error that tells the first of a document's problems, and carries them all. */
export function documentError(path: string, problems: readonly Problem[]): HostError {
  const first = problems[0]
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const message = `${path}: ${first === undefined ? 'not a topology' : problemText(first)}${more}`
  return new HostError({ code: 'bad-input', message, problems: problems.map((problem) => ({ ...problem })) })
}
