import { NewControllerDialog } from '../controllers/new-controller-dialog.tsx'
import { CanvasMenu } from './canvas-menu.tsx'
import { useCanvas } from './canvas-state.ts'
import { ConnectDialog } from './connect-dialog.tsx'
import { NodePicker } from './node-picker.tsx'

/** What opens over the canvas: the list of nodes, the context menu, "Connect to…". */
export function CanvasPopups({ editable }: { readonly editable: boolean }) {
  const picker = useCanvas((state) => state.picker)
  const menu = useCanvas((state) => state.menu)
  const connecting = useCanvas((state) => state.connecting)
  const controlling = useCanvas((state) => state.controlling)
  return (
    <>
      {picker !== null && editable ? <NodePicker picker={picker} /> : null}
      {menu === null ? null : <CanvasMenu menu={menu} editable={editable} />}
      {connecting !== null && editable ? <ConnectDialog node={connecting} /> : null}
      {controlling && editable ? <NewControllerDialog /> : null}
    </>
  )
}
