import { PanelRightClose, PanelRightOpen } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ApprovalsPanel } from '../approvals/approvals-panel.tsx'
import { useChecking } from '../check/checking.ts'
import { Story } from '../check/story.tsx'
import { clearSelection, isAnySelected, useSelection } from '../document/selection.ts'
import { leave, useAsking } from '../impact/asking.ts'
import { ImpactPanel } from '../impact/impact-panel.tsx'
import { Inspector } from '../inspector/inspector.tsx'
import { Figures } from '../rehearse/figures.tsx'
import { useRehearsing } from '../rehearse/rehearsing.ts'
import { RunPanel } from '../run/run-panel.tsx'
import { useScheduling } from '../scheduler/scheduling.ts'
import { IconButton } from '../ui/button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { isLessonShown, LIMITS, type Mode, resizePanels, showRight, useLayout } from './layout.ts'
import {
  APPROVALS_OVER_BELOW,
  OVERLAY_BELOW,
  OVERLAY_BY_LESSON_BELOW,
  useNarrowerThan,
} from './window-width.ts'

const NAMES = { design: 'Settings', check: 'Counterexample', rehearse: 'Figures', run: 'Run' } as const
const CONTENT = { design: <Inspector />, check: <Story />, rehearse: <Figures />, run: <RunPanel /> } as const

/** Where the panel speaks of what is selected. */
const SAYS_MORE: ReadonlySet<Mode> = new Set(['design', 'run'])

/** What is selected, the run, or a question: beside the canvas, over it where the window is narrow. */
export function RightPanel() {
  const mode = useLayout((state) => state.mode)
  const panel = useLayout((state) => state.rightPanel)
  const lesson = useLayout(isLessonShown)
  const overlay = useNarrowerThan(lesson ? OVERLAY_BY_LESSON_BELOW : OVERLAY_BELOW)
  const narrow = useNarrowerThan(APPROVALS_OVER_BELOW)
  const selected = useSelection(isAnySelected)
  const asks = useAsking(({ impact }) => impact !== null)
  const approvals = mode === 'run' && panel === 'approvals'
  const name = approvals ? 'Approvals' : asks ? 'What if it fails' : NAMES[mode]
  const content = approvals ? <ApprovalsPanel /> : asks ? <ImpactPanel /> : CONTENT[mode]
  if (approvals && !narrow) return <ApprovalsSide name={name}>{content}</ApprovalsSide>
  if (overlay)
    return (
      <Overlay
        key={mode}
        name={name}
        content={content}
        asked={approvals || asks || (selected && SAYS_MORE.has(mode))}
      />
    )
  return <UsualSide name={name}>{content}</UsualSide>
}

interface SideProps {
  readonly name: string
  readonly children: ReactNode
}

function UsualSide({ name, children }: SideProps) {
  const width = useLayout((state) => state.sizes[state.mode].right)
  return (
    <>
      <Splitter
        label="Width of the panel at the right"
        orientation="vertical"
        after
        size={width}
        {...LIMITS.right}
        onResize={(right) => resizePanels({ right })}
      />
      <aside className="right-panel" style={{ width }} aria-label={name}>
        {children}
      </aside>
    </>
  )
}

function ApprovalsSide({ name, children }: SideProps) {
  const width = useLayout((state) => state.approvalsWidth)
  const { min } = LIMITS.approvals
  const max = Math.max(min, Math.round(innerWidth * LIMITS.approvals.max))
  const own = Math.min(width, max)
  return (
    <>
      <Splitter
        label="Width of the approvals"
        orientation="vertical"
        after
        size={own}
        min={min}
        max={max}
        onResize={(next) => useLayout.setState({ approvalsWidth: next })}
      />
      <aside className="right-panel right-panel-asks" style={{ width: own }} aria-label={name}>
        {children}
      </aside>
    </>
  )
}

interface OverlayProps {
  readonly name: string
  readonly content: ReactNode
  /** A node that is selected, or a question, opens it. */
  readonly asked: boolean
}

/** Over the canvas, which matters more in a narrow window: it can be put away, and is never lost. */
function Overlay({ name, content, asked }: OverlayProps) {
  const found = useFound()
  const [putAway, putItAway] = useState<unknown>(null)
  const [opened, open] = useState(false)
  const close = (): void => {
    open(false)
    putItAway(found)
    showRight('run')
    leave()
    clearSelection()
  }
  if (!opened && !asked && (found === null || found === putAway))
    return (
      <button
        type="button"
        className="right-panel-tab"
        aria-label={`Show ${name.toLowerCase()}`}
        onClick={() => open(true)}
      >
        <PanelRightOpen size={14} aria-hidden="true" />
        {name}
      </button>
    )
  return (
    <aside className="right-panel right-panel-over" aria-label={name}>
      <IconButton className="right-panel-close" label="Put this panel away" onClick={close}>
        <PanelRightClose />
      </IconButton>
      {content}
    </aside>
  )
}

/** What a check or a rehearsal has found: anything new opens the panel. A lesson says it by itself, and plays it. */
function useFound(): unknown {
  const mode = useLayout((state) => state.mode)
  const lesson = useLayout(isLessonShown)
  const told = useChecking((state) => state.shown)
  const rehearsed = useRehearsing((state) => state.sample ?? state.result)
  const session = useScheduling((state) => state.session !== null)
  if (mode === 'check') return lesson ? null : told
  return mode === 'rehearse' ? (session ? 'session' : rehearsed) : null
}
