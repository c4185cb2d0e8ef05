import { findTerm } from '../explore/properties/term.ts'
import type { CheckResult } from '../explore/result.ts'
import type { CheckSettings } from '../explore/settings.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import type { Lesson } from './lesson.ts'

/** What somebody has made of a lesson, and what the checker found out about it. */
export interface Tried {
  /** The very drawing that was checked. */
  readonly document: TopologyDocument
  readonly settings: CheckSettings
  readonly result: CheckResult
  /** Of what the team must still be able to do: what the checker has seen happen. */
  readonly reached: readonly string[]
}

/** What is missing until a lesson is passed, a sentence each; none when it is. `broken` is where it started. */
export function judge(lesson: Lesson, broken: TopologyDocument, tried: Tried): readonly string[] {
  return [
    ...missingNodes(lesson, broken, tried.document),
    ...lostWork(lesson, broken, tried),
    ...setAside(lesson, tried.document),
    ...tooLittle(lesson, tried.settings),
    ...uncovered(tried.result),
    ...[...lesson.goal, ...(lesson.keep.holds ?? [])].flatMap((id) => unmet(lesson, id, tried.result)),
  ]
}

function missingNodes(
  { keep }: Lesson,
  broken: TopologyDocument,
  document: TopologyDocument,
): readonly string[] {
  return keep.nodes.flatMap(({ id, kind }) => {
    const node = document.nodes.find((one) => one.id === id)
    if (node?.kind === kind) return []
    const name = broken.nodes.find((one) => one.id === id)?.name ?? id
    return [
      node === undefined
        ? `${name} is gone from the drawing. The team still needs it: mend the drawing around it.`
        : `${name} must stay of the kind ${kind}; it is of the kind ${node.kind} now.`,
    ]
  })
}

function lostWork({ keep }: Lesson, broken: TopologyDocument, { reached }: Tried): readonly string[] {
  const plan = compile(broken, kinds)
  return keep.reach
    .filter((term) => !reached.includes(term))
    .map((term) => {
      const found = plan.ok ? findTerm(plan.value, term) : term
      const says = typeof found === 'string' ? term : found.says
      return `This can no longer happen, not even without faults: ${says}. The team must still do its work.`
    })
}

function setAside({ rule }: Lesson, { silenced = [] }: TopologyDocument): readonly string[] {
  if (!silenced.some((one) => one.rule === rule)) return []
  return ['The finding of this lesson is set aside in the drawing. Take that back and mend what it is about.']
}

/** Timers that fire at any moment try all that timers in order do. */
function tooLittle({ settings: wanted }: Lesson, settings: CheckSettings): readonly string[] {
  const kindsOfFault = Object.keys(wanted.faults) as (keyof CheckSettings['faults'])[]
  const fewer = kindsOfFault.filter((kind) => (settings.faults[kind] ?? 0) < (wanted.faults[kind] ?? 0))
  const needed = fewer.map((kind) => `${kind} ${wanted.faults[kind]}`).join(', ')
  return [
    ...(fewer.length === 0 ? [] : [`The check allowed fewer faults than this lesson asks for: ${needed}.`]),
    ...(wanted.timing === 'async' && settings.timing !== 'async'
      ? [
          'The check let timers fire only when nothing else happens; this lesson lets them fire at any moment.',
        ]
      : []),
  ]
}

function uncovered({ coverage, capsHit }: CheckResult): readonly string[] {
  if (coverage === 'partial') {
    const why = capsHit.length === 0 ? '' : ` (${capsHit.join(', ')})`
    return [`The check is partial${why}: it says nothing of the schedules that it has not seen.`]
  }
  return coverage === 'sampled' ? ['The check is sampled: drawn schedules show nothing of the others.'] : []
}

function unmet({ gone = [] }: Lesson, id: string, { properties, violated }: CheckResult): readonly string[] {
  const property = properties.find((one) => one.id === id)
  if (property === undefined)
    return gone.includes(id)
      ? []
      : [`The check does not look at "${id}" any more: what it speaks of is no longer in the drawing.`]
  switch (property.verdict) {
    case 'holds':
      return []
    case 'violated': {
      const sentence = violated.find((one) => one.property === id)?.sentence
      return [`A schedule still breaks "${property.title}"${sentence === undefined ? '' : `: ${sentence}`}.`]
    }
    case 'vacuous':
      return [`"${property.title}" was never put to the test: no schedule comes as far as that.`]
    case 'open':
      return [`It is open whether "${property.title}": the check did not look at everything.`]
  }
}
