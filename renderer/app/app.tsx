import './app.css'
import { useEffect } from 'react'
import { useDocument } from '../document/document.ts'
import { keepDrafts } from '../files/drafts.ts'
import { followHazards } from '../hazards/hazards.ts'
import { followAsking } from '../impact/asking.ts'
import { followLessons } from '../lessons/follow.ts'
import { StartScreen } from '../start/start-screen.tsx'
import { AppDialogs } from './app-dialogs.tsx'
import { listenForKeys } from './keymap.ts'
import { Notices } from './notices-view.tsx'
import { RunShellProvider } from './run-shell.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'
import { followModes } from './trace-modes.ts'
import { Workbench } from './workbench.tsx'

export function App() {
  const open = useDocument((state) => state.file !== null)
  useEffect(listenForKeys, [])
  useEffect(keepDrafts, [])
  useEffect(followHazards, [])
  useEffect(followAsking, [])
  useEffect(followModes, [])
  useEffect(followLessons, [])
  return (
    <RunShellProvider>
      <div className="app">
        <TopBar />
        {open ? <Workbench /> : <StartScreen />}
        <StatusBar />
      </div>
      <AppDialogs />
      <Notices />
    </RunShellProvider>
  )
}
