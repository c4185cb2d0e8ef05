import { ChevronDown, ChevronUp } from 'lucide-react'
import { stepStory } from '../check/show.ts'
import { stepBy } from '../playback/player.ts'
import { RunDock } from '../timeline/run-dock.tsx'
import { IconButton } from '../ui/button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { LIMITS, resizePanels, toggleDock, useLayout } from './layout.ts'
import { ProblemsDock } from './problems-dock.tsx'
import { usePlays } from './trace-modes.ts'

const FOLDED = 32

/** Below the canvas and as wide as it: problems of the drawing, or what happened in the run. Folds to its tabs. */
export function Dock() {
  const mode = useLayout((state) => state.mode)
  const plays = usePlays(mode)
  const { dock, dockOpen } = useLayout((state) => state.sizes[state.mode])
  const max = Math.round(innerHeight * LIMITS.dock.max)
  return (
    <>
      {dockOpen ? (
        <Splitter
          label="Height of the panel below"
          orientation="horizontal"
          after
          size={dock}
          min={LIMITS.dock.min}
          max={max}
          onResize={(next) => resizePanels({ dock: next })}
        />
      ) : (
        <div className="dock-line" />
      )}
      <section
        className={`dock ${dockOpen ? '' : 'dock-folded'}`}
        style={{ height: dockOpen ? Math.min(dock, max) : FOLDED }}
        aria-label="Panel below"
        onClickCapture={(event) => {
          if (!dockOpen && event.target instanceof Element && event.target.closest('[role="tab"]') !== null)
            toggleDock()
        }}
      >
        {plays ? <RunDock step={mode === 'check' ? stepStory : stepBy} /> : <ProblemsDock />}
        <IconButton
          className="dock-fold"
          label={dockOpen ? 'Fold the panel below' : 'Show the panel below'}
          keys="Ctrl J"
          onClick={toggleDock}
        >
          {dockOpen ? <ChevronDown /> : <ChevronUp />}
        </IconButton>
      </section>
    </>
  )
}
