import './status-bar.css'
import { OctagonAlert, TriangleAlert } from 'lucide-react'
import { CheckStatus } from '../check/check-status.tsx'
import { useConnection } from '../connection/host.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { useHazards } from '../hazards/hazards.ts'
import { RunStatus } from '../history/run-status.tsx'
import { useHostInfo } from './host-info.ts'
import { useLayout } from './layout.ts'

/** Counts at the left, host at the right. */
export function StatusBar() {
  const open = useDocument((state) => state.file !== null)
  const mode = useLayout((state) => state.mode)
  const run = mode === 'run'
  return (
    <footer className="status-bar">
      {open ? run ? <RunStatus /> : <DrawingCounts /> : null}
      {open && mode === 'check' ? <CheckStatus /> : null}
      <HostState />
    </footer>
  )
}

function DrawingCounts() {
  const problems = useProblems()
  const open = useHazards((state) => state.open)
  const errors = problems.length + open.filter(({ level }) => level === 'error').length
  const warnings = open.filter(({ level }) => level === 'warning').length
  const nodes = useDocument((state) => state.shown.nodes.length)
  const edges = useDocument((state) => state.shown.edges.length)
  return (
    <>
      {errors === 0 ? null : (
        <span className="status-errors">
          <OctagonAlert size={13} aria-label="Errors" /> {errors}
        </span>
      )}
      {warnings === 0 ? null : (
        <span className="status-warnings">
          <TriangleAlert size={13} aria-label="Warnings" /> {warnings}
        </span>
      )}
      <span>
        {nodes} {nodes === 1 ? 'node' : 'nodes'} · {edges} {edges === 1 ? 'edge' : 'edges'}
      </span>
    </>
  )
}

function HostState() {
  const connection = useConnection()
  const info = useHostInfo()
  const stands = info !== null && !info.models.some((model) => model.available && model.id !== 'standin')
  return (
    <span className="status-right">
      {stands ? <span>no model configured: stand-ins will be used</span> : null}
      {info === null || info.sandbox.available ? null : (
        <span title={info.sandbox.reason}>no sandbox on this machine</span>
      )}
      <span className={connection.state === 'lost' ? 'status-lost' : 'status-host'}>
        {stateText(connection)}
      </span>
      {info === null ? null : <span>Synod {info.version}</span>}
    </span>
  )
}

function stateText({ state, problem }: { readonly state: string; readonly problem: string | null }): string {
  if (problem !== null) return problem
  if (state === 'open') return 'Local host'
  return state === 'lost' ? 'Connection to the host lost; trying again' : 'Connecting to the host'
}
