import type { NodePolicy } from '../../../shared/topology/document.ts'
import type { Command } from '../document.ts'

type PolicyPatch = { readonly [K in keyof NodePolicy]?: NodePolicy[K] | undefined }

/** Sets policies of a node; undefined takes one out, so that the kind's default holds. */
export function setPolicies(id: string, patch: PolicyPatch, label = 'Change a policy'): Command {
  return {
    label,
    merge: `${id}/policy.${Object.keys(patch).join()}`,
    change: (draft) => {
      const node = draft.nodes.find((one) => one.id === id)
      if (node === undefined) return
      const given = Object.entries({ ...node.policy, ...patch }).filter(([, value]) => value !== undefined)
      if (given.length === 0) delete node.policy
      else node.policy = Object.fromEntries(given)
    },
  }
}

/** What becomes of a message that failed for good. */
export type WhenItFails = 'error' | 'fallback' | 'person'

export function whenItFails({ fallback, dead_letter }: NodePolicy): WhenItFails {
  if (fallback === true) return 'fallback'
  return dead_letter === true ? 'person' : 'error'
}

/** One choice: the two policies behind it exclude each other. Edges of a port that goes away go with it. */
export function setWhenItFails(id: string, choice: WhenItFails): Command {
  const policies = setPolicies(id, {
    dead_letter: choice === 'person' ? true : undefined,
    fallback: choice === 'fallback' ? true : undefined,
  })
  return {
    label: 'Change what happens when it fails',
    change: (draft, whole) => {
      policies.change(draft, whole)
      if (choice !== 'fallback') draft.edges = draft.edges.filter((edge) => edge.from !== `${id}.fallback`)
    },
  }
}
