import type { ControllerSpec } from '../../../shared/topology/controls.ts'
import type { Command } from '../document.ts'
import { keepControllers } from './references.ts'

/** Whom a controller is for; nothing said means the whole run. */
export type Scope = Pick<ControllerSpec, 'nodes' | 'group' | 'model' | 'tool'>

/** A controller as it is first made, with values that do no harm to a small team. */
export function freshController(type: ControllerSpec['type'], id: string, scope: Scope): ControllerSpec {
  const own = { id, ...scope }
  switch (type) {
    case 'breaker':
      return { ...own, type, failures: 5, cooldown_ms: 30_000, probes: 1, open: 'refuse' }
    case 'bulkhead':
      return { ...own, type, at_once: 4 }
    case 'rate':
      return { ...own, type, starts: 60, per_ms: 60_000 }
    case 'budget':
      return { ...own, type, tokens: 500_000 }
  }
}

export function addController(spec: ControllerSpec): Command {
  return {
    label: 'Add a controller',
    change: (draft) => {
      draft.controllers = [...(draft.controllers ?? []), structuredClone(spec)]
    },
  }
}

export function removeController(id: string): Command {
  return { label: 'Delete a controller', change: (draft) => keepControllers(draft, (one) => one.id !== id) }
}

/** Puts a changed controller in the place of the old one. */
export function setController(id: string, next: ControllerSpec, key: string): Command {
  return {
    label: 'Change a controller',
    merge: `${id}/controller.${key}`,
    change: (draft) => {
      const at = draft.controllers?.findIndex((one) => one.id === id) ?? -1
      if (at >= 0) draft.controllers?.splice(at, 1, structuredClone(next))
    },
  }
}

export function changeControllerId(id: string, next: string): Command {
  return {
    label: 'Change an id',
    change: (draft) => {
      const own = draft.controllers?.find((one) => one.id === id)
      if (own !== undefined) own.id = next
    },
  }
}

/** Whom it is for; what it limits stays. */
export function setScope(id: string, scope: Scope): Command {
  return {
    label: 'Change whom a controller is for',
    change: (draft) => {
      const own = draft.controllers?.find((one) => one.id === id)
      if (own === undefined) return
      for (const key of ['nodes', 'group', 'model', 'tool'] as const) delete own[key]
      Object.assign(own, structuredClone(scope))
    },
  }
}
