import { ListChecks } from 'lucide-react'
import { useChecking } from './checking.ts'
import { cancelCheck, checkDocument } from './start.ts'
import { TaskButton } from './task-button.tsx'

/** The check's button in the top bar: Check, or Stop while one goes on. */
export function CheckBar() {
  const phase = useChecking((state) => state.phase)
  return (
    <TaskButton
      icon={<ListChecks />}
      label={phase === 'idle' ? 'Check' : 'Check again'}
      running={phase === 'running'}
      start={() => void checkDocument()}
      stop={cancelCheck}
    />
  )
}
