import './run-bar.css'
import { ChevronDown, Pause, Play, Square, StepForward } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RunSummary } from '../../shared/api/contract.ts'
import { formatDocument } from '../../shared/topology/parse.ts'
import type { StepBy } from '../../shared/trace/moves.ts'
import { useLayout } from '../app/layout.ts'
import { getHost } from '../connection/host.ts'
import { useDocument } from '../document/document.ts'
import { useSelection } from '../document/selection.ts'
import { leaveFile, reopenRun } from '../playback/follow.ts'
import { selectedInRun } from '../playback/naming.ts'
import { hasEnded, usePlayback } from '../playback/playback.ts'
import { toLive } from '../playback/player.ts'
import { followRuns } from '../playback/runs.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { askInput } from './start.ts'
import { StartDialogs } from './start-dialogs.tsx'

/** The run's buttons in the top bar: Run; or Pause, Stop; or, while paused, Resume, Step, Stop. */
export function RunBar() {
  const summary = usePlayback((state) => state.summary)
  const phase = usePlayback((state) => state.phase)
  const open = useDocument((state) => state.file !== null)
  const path = useDocument((state) => state.file?.path ?? null)
  useEffect(() => followRuns(), [])
  useEffect(() => {
    leaveFile(path)
    if (path !== null) void reopenRun(path)
  }, [path])
  useRunKeys()
  // While a run goes on, the drawing may be changed and run again: its buttons are those of the mode.
  const mode = useLayout((state) => state.mode)
  const going = mode === 'run' && phase === 'ready' && summary !== null && !hasEnded(summary)
  return (
    <div className="run-bar">
      {going ? (
        <GoingButtons summary={summary} />
      ) : (
        <Button look="primary" icon={<Play />} keys="Ctrl Enter" disabled={!open} onClick={runDocument}>
          Run
        </Button>
      )}
      <StartDialogs />
    </div>
  )
}

const STEPS: readonly { readonly by: StepBy; readonly label: string }[] = [
  { by: 'transition', label: 'Step by one event' },
  { by: 'message', label: 'Step by one message' },
  { by: 'node', label: 'Step to the selected node' },
]

/** What may happen only once is waited for either way. */
const PAUSES: readonly { readonly abort: boolean; readonly label: string }[] = [
  { abort: false, label: 'Pause and let what runs end' },
  { abort: true, label: 'Pause and cut off what may run again' },
]

function GoingButtons({ summary }: { readonly summary: RunSummary }) {
  const [problem, setProblem] = useState<string | null>(null)
  const { run } = summary
  const paused = summary.status === 'paused'
  const told = (answer: Promise<unknown>): void => {
    setProblem(null)
    answer.catch((error: Error) => setProblem(error.message))
  }
  return (
    <>
      {problem === null ? null : (
        <span className="run-bar-problem" role="alert">
          {problem}
        </span>
      )}
      {paused ? (
        <>
          <Button look="primary" icon={<Play />} onClick={() => told(getHost().call('run.resume', { run }))}>
            Resume
          </Button>
          <span className="run-bar-pair">
            <Button icon={<StepForward />} keys="F10" onClick={() => told(stepRun(run, 'transition'))}>
              Step
            </Button>
            <Menu
              label="Step"
              align="end"
              items={STEPS.map(({ by, label }) => ({ label, run: () => told(stepRun(run, by)) }))}
            >
              <IconButton framed label="Other steps">
                <ChevronDown />
              </IconButton>
            </Menu>
          </span>
        </>
      ) : (
        <span className="run-bar-pair">
          <Button icon={<Pause />} onClick={() => told(getHost().call('run.pause', { run }))}>
            Pause
          </Button>
          <Menu
            label="Pause"
            align="end"
            items={PAUSES.map(({ abort, label }) => ({
              label,
              run: () => told(getHost().call('run.pause', { run, abort })),
            }))}
          >
            <IconButton framed label="Other ways to pause">
              <ChevronDown />
            </IconButton>
          </Menu>
        </span>
      )}
      <Button look="danger" icon={<Square />} onClick={() => told(getHost().call('run.cancel', { run }))}>
        Stop
      </Button>
    </>
  )
}

/** Lets a paused run do one thing, and shows it. */
async function stepRun(run: string, by: StepBy): Promise<void> {
  const only = selectedInRun(useSelection.getState())
  const node = by === 'node' && only?.type === 'node' ? only.id : null
  toLive()
  await getHost().call('run.step', { run, by, node })
}

/** What a drawing is called that has not been saved yet. */
const UNSAVED = 'untitled.synod.json'

function runDocument(): void {
  const { file, document } = useDocument.getState()
  if (file !== null) askInput(file.path ?? UNSAVED, formatDocument(document))
}

/** Ctrl Enter runs and F10 steps, wherever the focus is, unless what has it takes the key. */
function useRunKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      const { summary, phase, run } = usePlayback.getState()
      const running = useLayout.getState().mode === 'run'
      const going = running && phase === 'ready' && summary !== null && !hasEnded(summary)
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !going) {
        event.preventDefault()
        runDocument()
      }
      if (event.key === 'F10' && going && summary.status === 'paused' && run !== null) {
        event.preventDefault()
        void stepRun(run, 'transition').catch(() => {})
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
