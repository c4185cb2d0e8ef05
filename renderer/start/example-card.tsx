import { useEffect, useRef, useState } from 'react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { useHostInfo } from '../app/host-info.ts'
import { getHost } from '../connection/host.ts'
import { messageOf, openPath } from '../files/files.ts'
import { Button } from '../ui/button.tsx'
import { Thumbnail } from './thumbnail.tsx'

/** The one thing to do first. */
export function ExampleCard() {
  const { path, document, problem } = useExample()
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    // Enter opens the example, unless the person has put the focus somewhere already.
    const untouched = window.document.activeElement === window.document.body
    if (document !== null && untouched) card.current?.querySelector('button')?.focus()
  }, [document])
  return (
    <section ref={card} className="start-example" aria-labelledby="start-example">
      <div className="start-example-text">
        <span className="start-badge">Start here</span>
        <h2 id="start-example">{document?.name ?? 'Ship a fix'}</h2>
        {problem === null ? (
          <p>
            A team finds and mends a real security hole (CVE-2021-44906) in a copy of minimist, and asks you
            before it deploys. Runs on this machine with stand-in agents: no key, no cost.
          </p>
        ) : (
          <p>The example could not be read. {problem}</p>
        )}
        <Button
          look="primary"
          size="decision"
          keys="Enter"
          disabled={path === null || document === null}
          onClick={() => {
            if (path !== null) void openPath(path)
          }}
        >
          Open the example
        </Button>
      </div>
      <div className="start-example-picture">
        {document === null ? null : <Thumbnail document={document} />}
      </div>
    </section>
  )
}

function useExample() {
  const path = useHostInfo()?.example ?? null
  const [document, setDocument] = useState<TopologyDocument | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (path === null) return
    let current = true
    getHost()
      .call('document.open', { path })
      .then(
        ({ text }) => {
          const parsed = parseDocument(text)
          if (!current) return
          if (parsed.ok) setDocument(parsed.value)
          else setProblem(parsed.problems[0]?.message ?? '')
        },
        (error: unknown) => {
          if (current) setProblem(messageOf(error))
        },
      )
    return () => {
      current = false
    }
  }, [path])
  return { path, document, problem }
}
