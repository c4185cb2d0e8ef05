import type { Hazard } from '../../shared/hazards/index.ts'
import type { Finding, Fix } from '../../shared/hazards/rule.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { setMode } from '../app/layout.ts'
import { showElement } from '../canvas/showing.ts'
import { type Command, perform, useDocument } from '../document/document.ts'

/** Makes a fix one step of the document's history, and shows where it was made. */
export function applyFix(finding: Finding, fix: Fix): void {
  setMode('design')
  perform(becoming(fix.label, fix.apply(useDocument.getState().document)))
  showElements(finding)
}

/** Selects what a finding is about, wherever it is drawn, and brings it into view. */
export function showElements({ elements: [first, ...others] }: Finding): void {
  if (first !== undefined) showElement(first, others)
}

/** Accepts a hazard at its place, with the reason, which stays in the file. */
export function silence({ rule, finding }: Hazard, reason: string): void {
  const element = finding.elements[0]
  if (element === undefined) return
  perform({
    label: 'Accept a hazard',
    change: (_shown, whole) => {
      whole.silenced = [...(whole.silenced ?? []), { rule: rule.id, element, reason }]
    },
  })
}

export function unsilence({ rule, finding }: Hazard): void {
  perform({
    label: 'Show a hazard again',
    change: (_shown, whole) => {
      const left = (whole.silenced ?? []).filter(
        (one) => one.rule !== rule.id || one.element !== finding.elements[0],
      )
      if (left.length === 0) delete whole.silenced
      else whole.silenced = left
    },
  })
}

/** A command that makes the document what it should be, part by part, so that what stays the same is no change. */
export function becoming(label: string, next: TopologyDocument): Command {
  return {
    label,
    change: (_shown, whole) => {
      const now = useDocument.getState().document
      for (const key of Object.keys(now) as (keyof TopologyDocument)[]) if (!(key in next)) delete whole[key]
      for (const key of Object.keys(next) as (keyof TopologyDocument)[])
        if (next[key] !== now[key]) Object.assign(whole, { [key]: next[key] })
    },
  }
}
