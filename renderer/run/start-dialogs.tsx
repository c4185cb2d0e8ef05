import { useEffect } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { RefusedDialog, TrustDialog, UnsandboxedDialog } from './consent-dialogs.tsx'
import { InputDialog } from './input-dialog.tsx'
import { useRunShell } from './shell.ts'
import { cancelStart, useStart } from './start.ts'

/** Whichever question stands between a person and the run. */
export function StartDialogs() {
  const stage = useStart((state) => state.stage)
  const shell = useRunShell()
  // Once a run has started the app shows it.
  useEffect(
    () =>
      useStart.subscribe(({ stage: now }, { stage: before }) => {
        if (before.type === 'starting' && now.type === 'none') shell.showRun()
      }),
    [shell],
  )
  switch (stage.type) {
    case 'none':
      return null
    case 'input':
      return <InputDialog path={stage.path} text={stage.text} problem={stage.problem} />
    case 'starting':
      return (
        <Dialog title="Starting the run" width="small" onClose={cancelStart}>
          <div className="start-body">
            <p className="start-text">The host checks the drawing and pins it.</p>
          </div>
        </Dialog>
      )
    case 'trust':
      return <TrustDialog request={stage.request} list={stage.list} />
    case 'unsandboxed':
      return <UnsandboxedDialog {...stage} />
    case 'refused':
      return <RefusedDialog request={stage.request} problem={stage.problem} />
  }
}
