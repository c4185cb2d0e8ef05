import { focusFirstField } from '../canvas/keys.ts'
import { addController, freshController, type Scope } from '../document/commands/controllers.ts'
import { perform, useDocument } from '../document/document.ts'
import { freshId } from '../document/ids.ts'
import { selectPart } from '../document/selection.ts'
import type { ControllerType } from './words.ts'

/** Adds a controller and opens it, so that its numbers can be set at once. */
export function addControllerFor(type: ControllerType, scope: Scope): void {
  const id = freshId(useDocument.getState().shown, type)
  perform(addController(freshController(type, id, scope)))
  selectPart('controller', id)
  focusFirstField()
}
