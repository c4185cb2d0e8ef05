import { useEffect, useState } from 'react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { messageOf } from '../files/files.ts'

interface ReadDrawing {
  readonly document: TopologyDocument | null
  readonly problem: string | null
}

/** A file's drawing, to look at; null until it has been read, or where there is no path yet. */
export function useDrawing(path: string | null): ReadDrawing {
  const [read, setRead] = useState<ReadDrawing>({ document: null, problem: null })
  useEffect(() => {
    if (path === null) return
    let current = true
    const show = (next: ReadDrawing): void => {
      if (current) setRead(next)
    }
    getHost()
      .call('document.open', { path, look: true })
      .then(
        ({ text }) => {
          const parsed = parseDocument(text)
          if (parsed.ok) show({ document: parsed.value, problem: null })
          else show({ document: null, problem: parsed.problems[0]?.message ?? '' })
        },
        (error: unknown) => show({ document: null, problem: messageOf(error) }),
      )
    return () => {
      current = false
    }
  }, [path])
  return read
}
