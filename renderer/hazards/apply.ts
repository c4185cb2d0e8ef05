import type { Hazard } from '../../shared/hazards/index.ts'
import type { Finding, Fix } from '../../shared/hazards/rule.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { setMode } from '../app/layout.ts'
import { currentStage } from '../canvas/stage.ts'
import { type Command, perform, useDocument } from '../document/document.ts'
import { selectEdges, selectNodes, selectPart } from '../document/selection.ts'

/** Makes a fix one step of the document's history, and shows where it was made. */
export function applyFix({ finding }: Hazard, fix: Fix): void {
  setMode('design')
  perform(becoming(fix.label, fix.apply(useDocument.getState().document)))
  showElements(finding)
}

/** Selects what a finding is about, and brings it into view. */
export function showElements({ elements }: Finding): void {
  const { nodes, edges, groups, controllers } = useDocument.getState().document
  const first = elements[0]
  const found = new Set(elements)
  const near = edges
    .filter(({ id }) => found.has(id))
    .flatMap(({ from, to }) => [from, to].map((end) => end.split('.')[0] ?? end))
  const shown = nodes.filter(({ id }) => found.has(id)).map(({ id }) => id)
  if (nodes.some(({ id }) => id === first)) selectNodes([first as string])
  else if (edges.some(({ id }) => id === first)) selectEdges([first as string])
  else if (groups?.some(({ id }) => id === first)) selectPart('group', first as string)
  else if (controllers?.some(({ id }) => id === first)) selectPart('controller', first as string)
  if (shown.length + near.length > 0) currentStage()?.reveal([...shown, ...near])
}

/** Accepts a hazard at its place, with the reason, which stays in the file. */
export function silence({ rule, finding }: Hazard, reason: string): void {
  const element = finding.elements[0]
  if (element === undefined) return
  perform({
    label: 'Accept a hazard',
    change: (_shown, draft) => {
      draft.silenced = [...(draft.silenced ?? []), { rule: rule.id, element, reason }]
    },
  })
}

export function unsilence({ rule, finding }: Hazard): void {
  perform({
    label: 'Show a hazard again',
    change: (_shown, draft) => {
      const left = (draft.silenced ?? []).filter(
        (one) => one.rule !== rule.id || one.element !== finding.elements[0],
      )
      if (left.length === 0) delete draft.silenced
      else draft.silenced = left
    },
  })
}

/** A command that makes the document what it should be, part by part, so that what stays the same is no change. */
function becoming(label: string, next: TopologyDocument): Command {
  return {
    label,
    change: (_shown, draft) => {
      const now = useDocument.getState().document
      for (const key of Object.keys(now) as (keyof TopologyDocument)[]) if (!(key in next)) delete draft[key]
      for (const key of Object.keys(next) as (keyof TopologyDocument)[])
        if (next[key] !== now[key]) Object.assign(draft, { [key]: next[key] })
    },
  }
}
