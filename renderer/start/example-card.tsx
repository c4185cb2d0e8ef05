import { useEffect, useRef } from 'react'
import { useHostInfo } from '../app/host-info.ts'
import { openPath } from '../files/files.ts'
import { Button } from '../ui/button.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { useDrawing } from './use-drawing.ts'

/** The one thing to do first. */
export function ExampleCard() {
  const path = useHostInfo()?.example ?? null
  const { document, problem } = useDrawing(path)
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
