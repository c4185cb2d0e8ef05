import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { controlsOf } from '../canvas/drawing/controls.ts'
import { namesApart } from '../canvas/drawing/nodes.ts'
import { currentStage } from '../canvas/stage.ts'
import { ControllerIcon } from '../controllers/controller-icon.tsx'
import { wordsOf } from '../controllers/words.ts'
import { changeControllerId, removeController } from '../document/commands/controllers.ts'
import { perform, useDocument } from '../document/document.ts'
import { clearSelection, selectNodes, selectPart } from '../document/selection.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { ControllerFields } from './controller-fields.tsx'
import { HelpNote } from './help-note.tsx'
import { IdField } from './id-field.tsx'
import { ProblemNotes } from './problem-notes.tsx'
import { ScopeFields } from './scope-fields.tsx'

/** What a controller allows, and whom it is for. */
export function ControllerInspector({ spec }: { readonly spec: ControllerSpec }) {
  const { label, hint, help } = wordsOf(spec.type)
  const remove = (): void => {
    perform(removeController(spec.id))
    clearSelection()
  }
  return (
    <>
      <header className="inspector-head">
        <ControllerIcon type={spec.type} size={16} />
        <h2>{label}</h2>
        <span className="inspector-kind ellipsis">{hint}</span>
        <code className="inspector-id">{spec.id}</code>
      </header>
      <div className="tab-panel">
        <ProblemNotes element={spec.id} />
        <Section title="What it allows">
          <ControllerFields spec={spec} />
          <HelpNote title="When to use it" paragraphs={help} />
        </Section>
        <Section title="Whom it is for">
          <ScopeFields spec={spec} />
          <Users spec={spec} />
        </Section>
        <Section title={`This ${label.toLowerCase()}`}>
          <IdField
            key={spec.id}
            id={spec.id}
            hint="How runs and the command line name it"
            change={(next) => {
              perform(changeControllerId(spec.id, next))
              selectPart('controller', next)
            }}
          />
          <Button look="danger" className="add-row" onClick={remove}>
            Delete this {label.toLowerCase()}
          </Button>
        </Section>
      </div>
    </>
  )
}

/** Those whom it is found to be for as the drawing stands, each a way to its card. */
function Users({ spec }: { readonly spec: ControllerSpec }) {
  const document = useDocument((state) => state.shown)
  const names = namesApart(document.nodes)
  const users = controlsOf(document).users.get(spec.id) ?? []
  const named = document.nodes.filter(({ id }) => users.includes(id))
  // Who was chosen by name stands above already, and the whole run is everyone.
  if (spec.nodes !== undefined || (spec.group ?? spec.model ?? spec.tool) === undefined) return null
  return (
    <div className="users">
      <span className="field-aside">{named.length === 0 ? 'Nobody in this drawing' : 'That is now'}</span>
      {named.map((node) => (
        <button
          key={node.id}
          type="button"
          className="link"
          onClick={() => {
            selectNodes([node.id])
            currentStage()?.reveal([node.id])
          }}
        >
          {names.get(node.id)}
        </button>
      ))}
    </div>
  )
}
