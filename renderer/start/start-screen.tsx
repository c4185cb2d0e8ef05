import './start-screen.css'
import { FolderOpen, History, ListChecks, Play, Plus, Workflow } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { newDocument, openFile, openWithDialog } from '../files/files.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { ExampleCard } from './example-card.tsx'
import { LessonRows } from './lesson-rows.tsx'
import { OtherExamples } from './other-examples.tsx'
import { RecentFiles } from './recent-files.tsx'

/** What one sees with nothing open: the example first, one's own work, and more examples. */
export function StartScreen() {
  const [over, setOver] = useState(false)
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file !== undefined) void openFile(file)
  }
  return (
    <main
      className={`start ${over ? 'start-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="start-page">
        <header className="welcome-head">
          <Mark size={48} />
          <div>
            <h1>Draw the team. Check it. Run it. See every step.</h1>
            <p>
              Agents that build one thing together are a distributed system. Synod lets you draw it, find what
              can go wrong before a token is spent, run it with people at the gates, and go back to any moment
              of it.
            </p>
          </div>
        </header>
        <div className="start-columns">
          <div className="start-main">
            <ExampleCard />
            <NewDrawing />
          </div>
          <div className="start-side">
            <LessonRows />
            <RecentFiles />
          </div>
        </div>
        <OtherExamples />
        <ol className="start-steps">
          <Step icon={<Workflow size={15} />} title="1. Design">
            Draw agents, gates and repositories; wire them. What can go wrong with them shows while you draw.
          </Step>
          <Step icon={<ListChecks size={15} />} title="2. Check and rehearse">
            Every order and every crash is tried; what breaks is played, with its remedy. Thousands of runs
            tell the odds.
          </Step>
          <Step icon={<Play size={15} />} title="3. Run">
            For real, and durable: after a crash it goes on where it was. People decide at gates.
          </Step>
          <Step icon={<History size={15} />} title="4. Go back">
            Every message and effect is kept. Step to any moment and see what each node knew.
          </Step>
        </ol>
      </div>
    </main>
  )
}

function NewDrawing() {
  return (
    <>
      <h2 className="start-title">New</h2>
      <div className="start-row">
        <button type="button" className="start-blank" onClick={() => void newDocument()}>
          <span className="start-blank-picture">
            <Plus size={18} aria-hidden="true" />
          </span>
          <strong>Blank canvas</strong>
          <span>Press N to add a node</span>
        </button>
        <div className="start-open">
          <Button icon={<FolderOpen />} keys="Ctrl O" onClick={() => void openWithDialog()}>
            Open a file…
          </Button>
          <span>
            or drop a <code>.synod.json</code> here
          </span>
        </div>
      </div>
    </>
  )
}

interface StepProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}

function Step({ icon, title, children }: StepProps) {
  return (
    <li className="start-step">
      <span className="start-step-icon">{icon}</span>
      <div>
        <strong>{title}</strong>
        <p>{children}</p>
      </div>
    </li>
  )
}
