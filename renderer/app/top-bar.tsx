import './top-bar.css'
import {
  Check,
  Circle,
  FileJson,
  FlaskConical,
  ListChecks,
  Moon,
  Radio,
  Search,
  Sun,
  SunMoon,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { ApprovalsBell } from '../approvals/approvals-bell.tsx'
import { CheckBar } from '../check/check-bar.tsx'
import { isDirty, useDocument } from '../document/document.ts'
import { closeToStart, nameOfPath, newDocument, openWithDialog, save, saveAs } from '../files/files.ts'
import { RehearseBar } from '../rehearse/rehearse-bar.tsx'
import { RunBar } from '../run/run-bar.tsx'
import { chooseTheme, useTheme } from '../theme/theme.ts'
import { IconButton } from '../ui/button.tsx'
import { Keys } from '../ui/keys.tsx'
import { Mark } from '../ui/mark.tsx'
import { Menu } from '../ui/menu.tsx'
import { useDialogs } from './dialogs.ts'
import { type Mode, setMode, useLayout } from './layout.ts'

/** File at the left, modes in the middle, search, bell and the one primary action at the right. */
export function TopBar() {
  const open = useDocument((state) => state.file !== null)
  return (
    <header className={`top-bar ${open ? '' : 'top-bar-start'}`}>
      <div className="top-left">
        <Mark size={22} />
        <span className="top-name">Synod</span>
        {open ? <FileMenu /> : null}
      </div>
      {open ? <ModeSwitch /> : null}
      <div className="top-right">
        <button type="button" className="top-search" onClick={() => useDialogs.setState({ commands: true })}>
          <Search size={14} aria-hidden="true" />
          <span>Search or run</span>
          <Keys keys="Ctrl K" />
        </button>
        <ThemeMenu />
        {open ? (
          <>
            <ApprovalsBell />
            <PrimaryAction />
          </>
        ) : null}
      </div>
    </header>
  )
}

function FileMenu() {
  const name = useDocument((state) => state.document.name)
  const path = useDocument((state) => state.file?.path ?? null)
  const dirty = useDocument(isDirty)
  return (
    <>
      <span className="top-line" aria-hidden="true" />
      <Menu
        label="File"
        items={[
          { label: 'New topology', keys: 'Ctrl Alt N', run: () => void newDocument() },
          { label: 'Open a file…', keys: 'Ctrl O', run: () => void openWithDialog() },
          { label: 'Save', keys: 'Ctrl S', apart: true, run: () => void save() },
          { label: 'Save under another name…', keys: 'Ctrl Shift S', run: () => void saveAs() },
          { label: 'Close and go to the start', apart: true, run: () => void closeToStart() },
        ]}
      >
        <button type="button" className="top-file" title={path ?? 'Not saved yet'}>
          <FileJson size={15} aria-hidden="true" />
          <span className="top-document ellipsis">{name === '' ? 'Untitled' : name}</span>
          <span className="top-path data ellipsis">{path === null ? 'not saved yet' : nameOfPath(path)}</span>
        </button>
      </Menu>
      <span className="top-saved">
        {dirty ? (
          <Circle size={9} fill="currentColor" strokeWidth={0} />
        ) : path === null ? null : (
          <Check size={14} />
        )}
        {dirty ? 'Unsaved' : path === null ? '' : 'Saved'}
      </span>
    </>
  )
}

const MODES: readonly { readonly mode: Mode; readonly label: string; readonly icon: ReactNode }[] = [
  { mode: 'design', label: 'Design', icon: <Workflow size={14} aria-hidden="true" /> },
  { mode: 'check', label: 'Check', icon: <ListChecks size={14} aria-hidden="true" /> },
  { mode: 'rehearse', label: 'Rehearse', icon: <FlaskConical size={14} aria-hidden="true" /> },
  { mode: 'run', label: 'Run', icon: <Radio size={14} aria-hidden="true" /> },
]

/** One thing is solid in the bar: what the mode is there for. */
function PrimaryAction() {
  const mode = useLayout((state) => state.mode)
  if (mode === 'check') return <CheckBar />
  return mode === 'rehearse' ? <RehearseBar /> : <RunBar />
}

function ModeSwitch() {
  const mode = useLayout((state) => state.mode)
  return (
    <nav className="mode-switch" aria-label="Mode">
      {MODES.map((one) => (
        <button
          key={one.mode}
          type="button"
          className="mode"
          aria-current={one.mode === mode ? 'page' : undefined}
          onClick={() => setMode(one.mode)}
        >
          {one.icon}
          {one.label}
        </button>
      ))}
    </nav>
  )
}

function ThemeMenu() {
  const choice = useTheme((state) => state.choice)
  const Icon = choice === 'system' ? SunMoon : choice === 'dark' ? Moon : Sun
  return (
    <Menu
      label="Theme"
      align="end"
      items={[
        { label: 'Light', icon: <Sun />, checked: choice === 'light', run: () => chooseTheme('light') },
        { label: 'Dark', icon: <Moon />, checked: choice === 'dark', run: () => chooseTheme('dark') },
        {
          label: 'As the system',
          icon: <SunMoon />,
          checked: choice === 'system',
          run: () => chooseTheme('system'),
        },
      ]}
    >
      <IconButton label="Theme">
        <Icon />
      </IconButton>
    </Menu>
  )
}
