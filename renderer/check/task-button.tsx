import { Square } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { Button } from '../ui/button.tsx'

interface TaskButtonProps {
  readonly icon: ReactNode
  readonly label: string
  readonly running: boolean
  start(): void
  stop(): void
}

/** What a mode is there for, in the top bar and by Ctrl+Enter; a way to stop it while it goes on. */
export function TaskButton({ icon, label, running, start, stop }: TaskButtonProps) {
  const drawn = useDocument((state) => state.file !== null && state.document.nodes.length > 0)
  const ready = useProblems().length === 0 && drawn
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
      event.preventDefault()
      if (ready && !running) start()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [ready, running, start])
  if (running) {
    return (
      <Button look="danger" icon={<Square />} onClick={stop}>
        Stop
      </Button>
    )
  }
  return (
    <Button look="primary" icon={icon} keys="Ctrl Enter" disabled={!ready} onClick={start}>
      {label}
    </Button>
  )
}
