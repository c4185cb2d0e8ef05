import { useMemo } from 'react'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Problem } from '../../shared/topology/problem.ts'
import { useDocument } from './document.ts'

const known = new WeakMap<TopologyDocument, readonly Problem[]>()

/** All that keeps a document from running; checked once per version of it. */
export function problemsOf(document: TopologyDocument): readonly Problem[] {
  const before = known.get(document)
  if (before !== undefined) return before
  const checked = compile(document, kinds)
  const problems = checked.ok ? [] : checked.problems
  known.set(document, problems)
  return problems
}

export function useProblems(): readonly Problem[] {
  const document = useDocument((state) => state.document)
  return useMemo(() => problemsOf(document), [document])
}

/** The problem of one setting, by its place below the node's config: `prompt`, `tools[0].name`. */
export function problemsAt(problems: readonly Problem[], prefix: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const problem of problems) {
    if (problem.path === prefix) found.set('', problem.message)
    else if (problem.path.startsWith(`${prefix}.`))
      found.set(problem.path.slice(prefix.length + 1), problem.message)
  }
  return found
}
