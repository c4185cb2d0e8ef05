import { Dialog } from '../ui/dialog.tsx'
import { PageText } from '../ui/page-text.tsx'
import { ruleOf } from './hazards.ts'
import { closeHelp, useHazardHelp } from './help.ts'

/** What a hazard is, with the smallest drawing that has it and where to read more. */
export function HelpDialog() {
  const { rule, text } = useHazardHelp()
  if (rule === null) return null
  return (
    <Dialog title={ruleOf(rule)?.title ?? rule} onClose={closeHelp}>
      {text === null ? <p>Opening the page…</p> : <PageText text={text} />}
    </Dialog>
  )
}
