import type { Command } from '../app/commands.ts'
import { useLayout } from '../app/layout.ts'
import { useSelection } from '../document/selection.ts'
import { ask, leave, pickedIn, useAsking, wayOf } from './asking.ts'

function isAsked(): boolean {
  return useAsking.getState().element !== null
}

function mayAsk(): boolean {
  const { mode } = useLayout.getState()
  return (mode === 'design' || mode === 'check') && pickedIn(useSelection.getState()) !== null
}

/** Before those of the selection: the first Escape puts the answer away. */
export const IMPACT_COMMANDS: readonly Command[] = [
  { id: 'what-if', title: 'What if it fails', group: 'Draw', keys: ['W'], enabled: mayAsk, run: askOfPicked },
  {
    id: 'what-if-end',
    title: 'Put "What if it fails" away',
    group: 'View',
    keys: ['Escape'],
    enabled: isAsked,
    run: leave,
  },
]

/** Of what is selected; the same again puts it away. */
function askOfPicked(): void {
  const picked = pickedIn(useSelection.getState())
  if (picked === null || wayOf(picked) === useAsking.getState().element) leave()
  else ask(wayOf(picked))
}
