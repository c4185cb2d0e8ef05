import { Download } from 'lucide-react'
import { itfTrace } from '../../shared/explore/counterexample/itf.ts'
import { shivizLog } from '../../shared/explore/counterexample/shiviz.ts'
import { slugOf } from '../../shared/explore/counterexample/trace-file.ts'
import type { Counterexample } from '../../shared/explore/result.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { Button } from '../ui/button.tsx'
import { useChecking } from './checking.ts'

/** What other tools read a counterexample by. */
const FORMATS = [
  {
    label: 'Download for ShiViz',
    hint: 'A log with vector clocks, drawn by ShiViz as a line of time for each node',
    ending: '.log',
    text: (plan: Plan, found: Counterexample) => shivizLog(plan, found.steps),
  },
  {
    label: 'Download as ITF',
    hint: 'A state for each step, as Apalache and Quint read them',
    ending: '.itf.json',
    text: (plan: Plan, found: Counterexample) => `${JSON.stringify(itfTrace(plan, found), null, 1)}\n`,
  },
] as const

export function ExportButtons({ found }: { readonly found: Counterexample }) {
  const document = useChecking((state) => state.document)
  const compiled = document === null ? null : compile(document, kinds)
  if (compiled === null || !compiled.ok) return null
  return FORMATS.map(({ label, hint, ending, text }) => (
    <Button
      key={ending}
      look="quiet"
      icon={<Download />}
      title={hint}
      onClick={() => download(`${slugOf(found.property)}${ending}`, text(compiled.value, found))}
    >
      {label}
    </Button>
  ))
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = window.document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads it after the click; the next turn is soon enough to let go.
  window.setTimeout(() => URL.revokeObjectURL(url), 0)
}
