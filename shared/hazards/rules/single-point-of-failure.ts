import type { Analyses } from '../analyses.ts'
import { attemptsOf, failureIsTakenUp } from '../attempts.ts'
import { setPolicy } from '../edit.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const MAY_FAIL = new Set(['agent', 'command', 'verifier'])
const ATTEMPTS = 3

export const singlePointOfFailure: HazardRule = {
  id: 'single-point-of-failure',
  row: 31,
  title: 'Single point of failure',
  level: 'note',
  property: null,
  source: 'Tarjan, Depth-first search and linear graph algorithms, 1972 (cut vertices)',
  find: (analyses) => analyses.cuts.flatMap((vertex) => findAt(analyses, vertex)),
}

function findAt(analyses: Analyses, vertex: number): readonly Finding[] {
  const { id, element, kind, node } = vertexAt(analyses.graph, vertex)
  if (node === null || !MAY_FAIL.has(kind) || attemptsOf(analyses, vertex) > 1) return []
  if (failureIsTakenUp(analyses, vertex)) return []
  const name = nameOf(analyses, vertex)
  const once = analyses.effects.some((site) => site.vertex === vertex && site.class === 'once')
  const fix = once
    ? offer('Let a person see to what failed', setPolicy(id, { dead_letter: true }))
    : offer(`Let it try ${ATTEMPTS} times`, setPolicy(id, { attempts: ATTEMPTS }))
  return [
    {
      elements: [element],
      sentence: `Every way through the team leads over ${name}, which tries once: one failure there is the failure of the run.`,
      assumption: 'if it fails once',
      remedy: once
        ? 'What may happen only once is not simply tried again: let its failed message wait for a person, or wire its port "error".'
        : 'Let it try again, give it a fallback, or put it into a group that starts it again.',
      fixes: fix,
    },
  ]
}
