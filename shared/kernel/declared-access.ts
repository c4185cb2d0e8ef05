import type { Access } from '../topology/document.ts'
import type { Ask, EffectKind } from '../topology/kind.ts'
import { errorOutcome, inlineText, type Outcome } from '../topology/payload.ts'
import { clientAt, type Plan } from '../topology/plan.ts'

/** What a request does to its resource. A swap compares with what its client has read, so it reads too. */
const NEEDS: { readonly [K in EffectKind]?: Access | 'any' } = {
  // Who writes needs a tree to write into.
  'repo.checkout': 'any',
  'repo.commit': 'write',
  'store.read': 'read',
  'store.write': 'write',
  'store.swap': 'read-modify-write',
  'store.lease': 'write',
  'store.release': 'write',
  'decisions.get': 'read',
  'decisions.settle': 'write',
}

/** May a request of this kind go over an edge that declares this access? What is in no table may go over none. */
function allows(declared: Access, kind: EffectKind): boolean {
  const needed = NEEDS[kind]
  if (needed === undefined) return false
  return needed === 'any' || declared === 'read-modify-write' || declared === needed
}

/**
 * The answer to a request that its edge does not allow; null when it may go on. `serve` asks it before the resource
 * sees the request, and nothing else hands requests to resources.
 */
export function refusalOf(plan: Plan, client: number, request: Ask): Outcome | null {
  const { client: worker, resource, id: edge } = clientAt(plan, client)
  const [from, to] = [plan.components[worker], plan.components[resource]]
  if (from?.type !== 'actor' || to?.type !== 'actor') throw new Error(`client ${client} joins no two actors`)
  const declared = from.bound.resources.find(({ node }) => node === to.id)?.access ?? 'read'
  if (allows(declared, request.kind)) return null
  const does = NEEDS[request.kind] ?? 'this'
  const text = `${from.name} (${from.id}) may not do this to ${to.name} (${to.id}): edge ${edge} declares the access "${declared}", and ${request.kind} needs "${does}"`
  return errorOutcome({ code: 'access', retryable: false, happened: 'no' }, inlineText(text))
}
