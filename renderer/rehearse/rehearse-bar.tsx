import { FlaskConical } from 'lucide-react'
import { TaskButton } from '../check/task-button.tsx'
import { useRehearsing } from './rehearsing.ts'
import { cancelRehearsal, rehearseDocument } from './start.ts'

/** The rehearsal's button in the top bar: Rehearse, or Stop while one goes on. */
export function RehearseBar() {
  const phase = useRehearsing((state) => state.phase)
  return (
    <TaskButton
      icon={<FlaskConical />}
      label={phase === 'idle' ? 'Rehearse' : 'Rehearse again'}
      running={phase === 'running'}
      start={() => void rehearseDocument()}
      stop={cancelRehearsal}
    />
  )
}
