import type { TopologyDocument } from '../../topology/document.ts'
import type { Plan } from '../../topology/plan.ts'
import { type Checked, invalid, type Problem, valid } from '../../topology/problem.ts'
import type { Property } from '../../topology/properties.ts'
import type { Monitor } from '../topology/monitor.ts'
import { monitorOf } from './patterns.ts'
import { absentTerm, findTerm, type Term } from './term.ts'
import { wordsOf } from './vocabulary.ts'

/** The properties of a drawing as monitors of its plan; one that names nothing is refused with its place. */
export function compileProperties(document: TopologyDocument, plan: Plan): Checked<readonly Monitor[]> {
  const problems: Problem[] = []
  const monitors: Monitor[] = []
  const places = new Map<string, string>()
  document.properties?.forEach((property, at) => {
    const path = `properties[${at}]`
    const { terms, wrong } = termsOf(property, plan, path)
    problems.push(...wrong)
    if (wrong.length > 0) return
    const monitor = monitorOf(property, (text) => terms.get(text) as Term)
    const twin = places.get(monitor.id)
    if (twin === undefined) monitors.push(monitor)
    else problems.push({ path, message: `the same property stands at ${twin} already` })
    places.set(monitor.id, path)
  })
  return problems.length > 0 ? invalid(...problems) : valid(monitors)
}

function termsOf(
  property: Property,
  plan: Plan,
  path: string,
): { readonly terms: ReadonlyMap<string, Term>; readonly wrong: readonly Problem[] } {
  const terms = new Map<string, Term>()
  const wrong: Problem[] = []
  for (const [key, text] of Object.entries(property)) {
    if (typeof text !== 'string') continue
    const term = (key === 'before' ? absentTerm(plan, text) : null) ?? findTerm(plan, text)
    if (typeof term === 'string') wrong.push({ path: `${path}.${key}`, message: term })
    else if (key === 'always' && term.word.type === 'event')
      wrong.push({ path: `${path}.always`, message: notAState(plan, term), element: term.element })
    else terms.set(text, term)
  }
  return { terms, wrong }
}

function notAState(plan: Plan, { element, text }: Term): string {
  const states = wordsOf(plan, element).filter(({ type }) => type === 'state')
  return `"${text}" is an event, which cannot last; expected a state: ${states.map(({ word }) => word).join(', ')}`
}
