import './dialogs.css'
import { Play, ShieldCheck } from 'lucide-react'
import type { HostErrorBody, TrustList } from '../../shared/api/contract.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemList } from './problem-list.tsx'
import { askInput, cancelStart, type StartRequest, startRun } from './start.ts'

interface TrustDialogProps {
  readonly request: StartRequest
  readonly list: TrustList
}

/** Before the first run of a file: all that it may do on this machine, to be read and accepted. */
export function TrustDialog({ request, list }: TrustDialogProps) {
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ['It runs these commands', list.commands],
    ['It asks these models', list.models],
    ['It may reach these hosts', list.hosts],
    ['It works on these repositories', list.repositories],
  ]
  return (
    <Dialog
      title="Do you trust this file?"
      onClose={cancelStart}
      answers={
        <>
          <Button
            look="primary"
            size="decision"
            icon={<ShieldCheck />}
            onClick={() => void startRun(request, { trust: list.digest, unsandboxed: false })}
          >
            Trust it and run
          </Button>
          <Button size="decision" onClick={cancelStart}>
            Do not run it
          </Button>
        </>
      }
    >
      <div className="start-body">
        <p className="start-text">
          It is the first time that this file runs here. This is all that it may do; you will be asked again
          when the list changes.
        </p>
        {parts.map(([title, items]) => (
          <section key={title}>
            <h3 className="start-head">{title}</h3>
            {items.length === 0 ? (
              <p className="start-none">None</p>
            ) : (
              <ul className="start-list">
                {items.map((item) => (
                  <li key={item}>
                    <code>{item}</code>
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
    </Dialog>
  )
}

interface UnsandboxedDialogProps {
  readonly request: StartRequest
  readonly trust: string | null
  readonly commands: readonly string[]
  readonly reason: string
}

/** Where there is no sandbox, commands run with all that this account may do; a person says so for each run. */
export function UnsandboxedDialog({ request, trust, commands, reason }: UnsandboxedDialogProps) {
  return (
    <Dialog
      title="Run these commands without a sandbox?"
      onClose={cancelStart}
      answers={
        <>
          <Button
            look="primary"
            size="decision"
            icon={<Play />}
            onClick={() => void startRun(request, { trust, unsandboxed: true })}
          >
            Run unsandboxed, this once
          </Button>
          <Button size="decision" onClick={cancelStart}>
            Do not run
          </Button>
        </>
      }
    >
      <div className="start-body">
        <p className="start-text">
          There is no sandbox here: {reason} The commands can read and write whatever your account can, and
          reach the network.
        </p>
        <ul className="start-list">
          {commands.map((command) => (
            <li key={command}>
              <code>{command}</code>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

export function RefusedDialog({
  request,
  problem,
}: {
  readonly request: StartRequest
  readonly problem: HostErrorBody
}) {
  return (
    <Dialog
      title="The run did not start"
      onClose={cancelStart}
      answers={
        <>
          <Button look="primary" size="decision" onClick={() => askInput(request.path, request.text)}>
            Change the input
          </Button>
          <Button size="decision" onClick={cancelStart}>
            Close
          </Button>
        </>
      }
    >
      <div className="start-body">
        <ProblemList problem={problem} />
      </div>
    </Dialog>
  )
}
