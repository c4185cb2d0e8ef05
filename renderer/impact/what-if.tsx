import './impact.css'
import { Unplug } from 'lucide-react'
import { useSelection } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'
import { ask, pickedIn, wayOf } from './asking.ts'

/** Below the settings of what is selected: asks what its failure would do. */
export function WhatIf() {
  const picked = useSelection(pickedIn)
  if (picked === null) return null
  return (
    <div className="what-if">
      <Button icon={<Unplug />} onClick={() => ask(wayOf(picked))}>
        What if it fails
      </Button>
    </div>
  )
}
