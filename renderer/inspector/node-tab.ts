import { create } from 'zustand'

export type NodeTab = 'settings' | 'ports' | 'policy' | 'help'

/** The tab that is shown of a node; it stays from node to node. */
export const useNodeTab = create<{ readonly tab: NodeTab }>()(() => ({ tab: 'settings' }))

export function showNodeTab(tab: NodeTab): void {
  useNodeTab.setState({ tab })
}
