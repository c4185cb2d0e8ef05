import { History, ListTree, Shapes } from 'lucide-react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { HistoryPanel } from '../history/history-panel.tsx'
import { Outline } from '../palette/outline.tsx'
import { Palette } from '../palette/palette.tsx'
import { IconButton } from '../ui/button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { type LeftTab, LIMITS, resizePanels, showLeft, useLayout } from './layout.ts'

const TABS = [
  { value: 'nodes', label: 'Nodes' },
  { value: 'outline', label: 'Outline' },
  { value: 'runs', label: 'Runs' },
] as const satisfies readonly { readonly value: LeftTab; readonly label: string }[]

/** Nodes to draw with, the drawing as a table, and the runs; folded it is a rail of the same. */
export function LeftPanel({ document }: { readonly document: TopologyDocument }) {
  const mode = useLayout((state) => state.mode)
  const tab = useLayout((state) => state.leftTab)
  const { left, leftOpen } = useLayout((state) => state.sizes[state.mode])
  const tabs = mode === 'design' ? TABS : TABS.filter((one) => one.value !== 'nodes')
  return (
    <>
      {leftOpen && mode === 'design' ? null : (
        <Rail tab={leftOpen ? tab : null} tabs={tabs.map((one) => one.value)} />
      )}
      {leftOpen ? (
        <>
          <aside className="left-panel" style={{ width: left }} aria-label="Nodes, outline and runs">
            <Tabs label="Left panel" tabs={tabs} value={tab} onChange={showLeft} />
            {tab === 'nodes' ? (
              <Palette />
            ) : (
              <TabPanel label={tab === 'outline' ? 'Outline' : 'Runs'} className="left-body">
                {tab === 'outline' ? <Outline document={document} /> : <HistoryPanel />}
              </TabPanel>
            )}
          </aside>
          <Splitter
            label="Width of the panel at the left"
            orientation="vertical"
            size={left}
            {...LIMITS.left}
            onResize={(next) => resizePanels({ left: next })}
          />
        </>
      ) : null}
    </>
  )
}

const ICONS = { nodes: Shapes, outline: ListTree, runs: History } as const
const NAMES = { nodes: 'Nodes', outline: 'Outline', runs: 'Runs' } as const

function Rail({ tab, tabs }: { readonly tab: LeftTab | null; readonly tabs: readonly LeftTab[] }) {
  return (
    <nav className="rail" aria-label="Left panel">
      {tabs.map((one) => {
        const Icon = ICONS[one]
        return (
          <IconButton
            key={one}
            label={NAMES[one]}
            pressed={tab === one}
            onClick={() => (tab === one ? resizePanels({ leftOpen: false }) : showLeft(one))}
          >
            <Icon />
          </IconButton>
        )
      })}
    </nav>
  )
}
