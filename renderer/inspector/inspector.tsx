import './inspector.css'
import './parts.css'
import { draw } from '../canvas/drawing/drawing.ts'
import { useDocument } from '../document/document.ts'
import { onlySelected, useSelection } from '../document/selection.ts'
import { WhatIf } from '../impact/what-if.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { ControllerInspector } from './controller-inspector.tsx'
import { DocumentInspector } from './document-inspector.tsx'
import { EdgeInspector } from './edge-inspector.tsx'
import { GroupInspector } from './group-inspector.tsx'
import { HelpTab } from './help-tab.tsx'
import { ManySelected } from './many-selected.tsx'
import { type NodeTab, showNodeTab, useNodeTab } from './node-tab.ts'
import { PolicyTab } from './policy-tab.tsx'
import { PortsTab } from './ports-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'

/** Describes what is selected, and changes it: a node, an edge, a group, a controller, or the topology itself. */
export function Inspector() {
  const selection = useSelection()
  const document = useDocument((state) => state.shown)
  const only = onlySelected(selection)
  const drawing = draw(document)
  const node = only?.type === 'node' ? drawing.nodes.get(only.id) : undefined
  const edge = only?.type === 'edge' ? drawing.edges.get(only.id) : undefined
  const { part } = selection
  const group = part?.type === 'group' ? document.groups?.find(({ id }) => id === part.id) : undefined
  const controller =
    part?.type === 'controller' ? document.controllers?.find(({ id }) => id === part.id) : undefined
  return (
    <section className="inspector" aria-label="Inspector" data-inspector>
      {node !== undefined ? (
        <NodeInspector id={node.node.id} />
      ) : edge !== undefined ? (
        <EdgeInspector key={edge.edge.id} drawn={edge} />
      ) : group !== undefined ? (
        <GroupInspector key={group.id} group={group} />
      ) : controller !== undefined ? (
        <ControllerInspector key={controller.id} spec={controller} />
      ) : selection.nodes.size + selection.edges.size > 1 ? (
        <ManySelected nodes={selection.nodes.size} edges={selection.edges.size} />
      ) : (
        <DocumentInspector />
      )}
      <WhatIf />
    </section>
  )
}

const TABS: readonly { readonly value: NodeTab; readonly label: string }[] = [
  { value: 'settings', label: 'Settings' },
  { value: 'ports', label: 'Ports' },
  { value: 'policy', label: 'Policy' },
  { value: 'help', label: 'Help' },
]

function NodeInspector({ id }: { readonly id: string }) {
  const tab = useNodeTab((state) => state.tab)
  const document = useDocument((state) => state.shown)
  const drawn = draw(document).nodes.get(id)
  if (drawn === undefined) return null
  const { facts, node } = drawn
  return (
    <>
      <header className="inspector-head">
        <KindIcon name={facts.icon} size={16} />
        <h2 className="ellipsis">{facts.name}</h2>
        <span className="inspector-kind">{facts.kindLabel}</span>
        <code className="inspector-id ellipsis">{node.id}</code>
      </header>
      <Tabs<NodeTab> label="About this node" tabs={TABS} value={tab} onChange={showNodeTab} />
      <TabPanel label={TABS.find((one) => one.value === tab)?.label ?? ''} key={`${id}/${tab}`}>
        {tab === 'settings' ? <SettingsTab drawn={drawn} /> : null}
        {tab === 'ports' ? <PortsTab drawn={drawn} /> : null}
        {tab === 'policy' ? <PolicyTab drawn={drawn} /> : null}
        {tab === 'help' ? <HelpTab drawn={drawn} /> : null}
      </TabPanel>
    </>
  )
}
