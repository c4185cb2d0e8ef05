import { ListChecks, Square } from 'lucide-react'
import { useEffect } from 'react'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { Button } from '../ui/button.tsx'
import { useChecking } from './checking.ts'
import { cancelCheck, checkDocument } from './start.ts'

/** The check's button in the top bar: Check, or Stop while one goes on. */
export function CheckBar() {
  const phase = useChecking((state) => state.phase)
  const open = useDocument((state) => state.file !== null && state.document.nodes.length > 0)
  const sound = useProblems().length === 0
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      if (open && sound && useChecking.getState().phase !== 'running') void checkDocument()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [open, sound])
  if (phase === 'running') {
    return (
      <Button look="danger" icon={<Square />} onClick={cancelCheck}>
        Stop
      </Button>
    )
  }
  return (
    <Button
      look="primary"
      icon={<ListChecks />}
      keys="Ctrl Enter"
      disabled={!(open && sound)}
      onClick={() => void checkDocument()}
    >
      {phase === 'idle' ? 'Check' : 'Check again'}
    </Button>
  )
}
