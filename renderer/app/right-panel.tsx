import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApprovalsPanel } from '../approvals/approvals-panel.tsx'
import { Story } from '../check/story.tsx'
import { clearSelection, isAnySelected, useSelection } from '../document/selection.ts'
import { Inspector } from '../inspector/inspector.tsx'
import { Figures } from '../rehearse/figures.tsx'
import { RunPanel } from '../run/run-panel.tsx'
import { IconButton } from '../ui/button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { LIMITS, resizePanels, showRight, useLayout } from './layout.ts'
import { APPROVALS_OVER_BELOW, OVERLAY_BELOW, useNarrowerThan } from './window-width.ts'

const NAMES = { design: 'Settings', check: 'Counterexample', rehearse: 'Figures', run: 'Run' } as const
const CONTENT = { design: <Inspector />, check: <Story />, rehearse: <Figures />, run: <RunPanel /> } as const

/** What is selected, the run, or a question: beside the canvas, over it where the window is narrow. */
export function RightPanel() {
  const mode = useLayout((state) => state.mode)
  const panel = useLayout((state) => state.rightPanel)
  const overlay = useNarrowerThan(OVERLAY_BELOW)
  const narrow = useNarrowerThan(APPROVALS_OVER_BELOW)
  const selected = useSelection(isAnySelected)
  const approvals = mode === 'run' && panel === 'approvals'
  const name = approvals ? 'Approvals' : NAMES[mode]
  const content = approvals ? <ApprovalsPanel /> : CONTENT[mode]
  if (approvals && !narrow) return <ApprovalsSide name={name}>{content}</ApprovalsSide>
  if (overlay) return approvals || selected ? <Overlay name={name}>{content}</Overlay> : null
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

function Overlay({ name, children }: SideProps) {
  const close = (): void => {
    showRight('run')
    clearSelection()
  }
  return (
    <aside className="right-panel right-panel-over" aria-label={name}>
      <IconButton className="right-panel-close" label="Close" onClick={close}>
        <X />
      </IconButton>
      {children}
    </aside>
  )
}
