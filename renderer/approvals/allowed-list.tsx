import { Undo2 } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { AllowedCall } from '../../shared/api/audit.ts'
import { getHost } from '../connection/host.ts'
import { useRuns } from '../playback/runs.ts'
import { Button } from '../ui/button.tsx'
import { commandText } from './changes.ts'

/** Calls of tools that run without being asked about, each with a way to take it back. */
export function AllowedList() {
  const [calls, setCalls] = useState<readonly AllowedCall[]>([])
  const asks = useRuns((state) => state.asks)
  const look = useCallback(() => {
    getHost()
      .call('allowed.list', {})
      .then(
        (found) => setCalls(found.calls),
        // An older host has none.
        () => setCalls([]),
      )
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer may have allowed one more
  useEffect(look, [look, asks])
  if (calls.length === 0) return null
  const revoke = (key: string): void => {
    getHost().call('allowed.revoke', { key }).then(look, look)
  }
  return (
    <section className="allowed" aria-label="Calls that are always allowed">
      <h3>Always allowed</h3>
      <ul>
        {calls.map((call) => (
          <li key={call.key}>
            <div>
              <strong>
                {call.node} · {call.tool}
              </strong>{' '}
              in {call.path.slice(call.path.lastIndexOf('/') + 1)}, by {call.by}
              <code>{commandText(call.argv)}</code>
            </div>
            <Button icon={<Undo2 />} onClick={() => revoke(call.key)}>
              Ask again
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
