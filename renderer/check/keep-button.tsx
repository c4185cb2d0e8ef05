import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { getHost } from '../connection/host.ts'
import { problemText } from '../connection/task.ts'
import { nameOfPath } from '../files/files.ts'
import { Button } from '../ui/button.tsx'
import { useChecking } from './checking.ts'

/** Keeps a counterexample beside the drawing: what it breaks must not break again. */
export function KeepButton({ property }: { readonly property: string }) {
  const check = useChecking((state) => state.check)
  const [said, say] = useState<{ readonly ok: boolean; readonly text: string } | null>(null)
  const keep = (): void => {
    if (check === null) return
    getHost()
      .call('check.keep', { check, property })
      .then(
        ({ path }) => say({ ok: true, text: `Kept in ${nameOfPath(path)}. Each check plays it first.` }),
        (error: unknown) => say({ ok: false, text: problemText(error) }),
      )
  }
  return (
    <>
      <Button icon={<Bookmark />} disabled={said?.ok === true} onClick={keep}>
        Keep as a test
      </Button>
      {said === null ? null : (
        <p className={said.ok ? 'coverage-text' : 'field-error'} role="status">
          {said.text}
        </p>
      )}
    </>
  )
}
