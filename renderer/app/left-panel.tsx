import { FlaskConical, GraduationCap, History, ListChecks, ListTree, Shapes } from 'lucide-react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { CheckPanel } from '../check/check-panel.tsx'
import { HistoryPanel } from '../history/history-panel.tsx'
import { LessonPanel } from '../lessons/lesson-panel.tsx'
import { useTeaching } from '../lessons/teaching.ts'
import { Outline } from '../palette/outline.tsx'
import { Palette } from '../palette/palette.tsx'
import { RehearsePanel } from '../rehearse/rehearse-panel.tsx'
import { IconButton } from '../ui/button.tsx'
import { Splitter } from '../ui/splitter.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { type LeftTab, LIMITS, type Mode, resizePanels, showLeft, useLayout } from './layout.ts'

const NAMES = {
  lesson: 'Lesson',
  nodes: 'Nodes',
  properties: 'Properties',
  rehearsal: 'Rehearsal',
  outline: 'Outline',
  runs: 'Runs',
} as const

const TABS = {
  design: ['nodes', 'outline', 'runs'],
  check: ['properties', 'outline'],
  rehearse: ['rehearsal', 'outline'],
  run: ['outline', 'runs'],
} as const satisfies Record<Mode, readonly LeftTab[]>

/** Nodes to draw with, what must hold, the drawing as a table, and the runs; folded it is a rail of the same. */
export function LeftPanel({ document }: { readonly document: TopologyDocument }) {
  const mode = useLayout((state) => state.mode)
  const tab = useLayout((state) => state.leftTab)
  const { left, leftOpen } = useLayout((state) => state.sizes[state.mode])
  const lessonWidth = useLayout((state) => state.lessonWidth)
  const taught = useTeaching((state) => state.lesson !== null)
  const tabs: readonly LeftTab[] = taught ? ['lesson', ...TABS[mode]] : TABS[mode]
  const lesson = tab === 'lesson'
  const width = lesson ? lessonWidth : left
  return (
    <>
      {leftOpen && mode === 'design' ? null : <Rail tab={leftOpen ? tab : null} tabs={tabs} />}
      {leftOpen ? (
        <>
          <aside
            className="left-panel"
            style={{ width }}
            aria-label={lesson ? 'Lesson' : 'Nodes, outline and runs'}
          >
            <Tabs
              label="Left panel"
              tabs={tabs.map((value) => ({ value, label: NAMES[value] }))}
              value={tab}
              onChange={showLeft}
            />
            {tab === 'nodes' ? (
              <Palette />
            ) : (
              <TabPanel label={NAMES[tab]} className="left-body">
                {lesson ? <LessonPanel /> : null}
                {tab === 'properties' ? <CheckPanel /> : null}
                {tab === 'rehearsal' ? <RehearsePanel /> : null}
                {tab === 'outline' ? <Outline document={document} /> : null}
                {tab === 'runs' ? <HistoryPanel /> : null}
              </TabPanel>
            )}
          </aside>
          <Splitter
            label="Width of the panel at the left"
            orientation="vertical"
            size={width}
            {...(lesson ? LIMITS.lesson : LIMITS.left)}
            onResize={(next) =>
              lesson ? useLayout.setState({ lessonWidth: next }) : resizePanels({ left: next })
            }
          />
        </>
      ) : null}
    </>
  )
}

const ICONS = {
  lesson: GraduationCap,
  nodes: Shapes,
  properties: ListChecks,
  rehearsal: FlaskConical,
  outline: ListTree,
  runs: History,
} as const

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
