import { useEffect, useState } from 'react'
import { draw } from '../canvas/drawing/drawing.ts'
import { type Playback, usePlayback } from '../playback/playback.ts'
import { nodeViewOf } from '../playback/views.ts'

const PAUSE_MS = 1000
/** More changes than this at once are told by their number. */
const NAMED = 3

/**
 * Tells a screen reader what changes on the canvas, at most once a second. What waits for a person is told at once by
 * the bell.
 */
export function Announcer() {
  const [text, setText] = useState('')
  useEffect(() => {
    let told = statesOf(usePlayback.getState())
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (): void => {
      timer = undefined
      const states = statesOf(usePlayback.getState())
      const changed = [...states].filter(([id, state]) => told.has(id) && told.get(id) !== state)
      told = states
      if (changed.length > 0) setText(sentenceOf(changed.map(([, state]) => state)))
    }
    const end = usePlayback.subscribe(() => {
      timer ??= setTimeout(tell, PAUSE_MS)
    })
    return () => {
      end()
      clearTimeout(timer)
    }
  }, [])
  return (
    <p className="visually-hidden" role="status" aria-live="polite">
      {text}
    </p>
  )
}

/** "Fixer: Running", by the node's id. */
function statesOf(state: Playback): ReadonlyMap<string, string> {
  if (state.document === null) return new Map()
  return new Map(
    [...draw(state.document).nodes.values()].map(({ node, facts }) => {
      return [node.id, `${facts.name}: ${nodeViewOf(state, node.id)?.state ?? ''}`]
    }),
  )
}

function sentenceOf(changes: readonly string[]): string {
  if (changes.length <= NAMED) return changes.join('. ')
  return `${changes.slice(0, NAMED).join('. ')}, and ${changes.length - NAMED} more`
}
