import type { CheckedDocument } from './check.ts'
import type { ControllerSpec, GroupSpec } from './controls.ts'
import type { Problem } from './problem.ts'
import { usersOf } from './scopes.ts'

/** What is wrong with the controllers, groups and failure policies of a drawing. */
export function checkControls(checked: CheckedDocument): readonly Problem[] {
  const { groups = [], controllers = [] } = checked.document
  return [
    ...groups.flatMap((group, at) => checkGroup(group, `groups[${at}]`, checked)),
    ...supervisedTwice(groups),
    ...controllers.flatMap((spec, at) => checkController(spec, `controllers[${at}]`, checked)),
    ...checkPolicies(checked),
    ...checkFallbacks(checked),
  ]
}

function checkGroup(group: GroupSpec, path: string, checked: CheckedDocument): readonly Problem[] {
  const problems: Problem[] = []
  const tell = (place: string, message: string): void => {
    problems.push({ path: `${path}.${place}`, message, element: group.id })
  }
  group.members.forEach((id, at) => {
    const node = checked.nodes.get(id)
    if (node === undefined) tell(`members[${at}]`, `there is no node "${id}"`)
    else if (node.kind.resource === true && group.restart !== undefined)
      tell(
        `members[${at}]`,
        `"${id}" keeps what others wait for, and would lose it when it is restarted: leave it out of the group`,
      )
    if (group.members.indexOf(id) !== at) tell(`members[${at}]`, `"${id}" stands here twice`)
  })
  if (group.saga === undefined) return problems
  const { undo } = group.saga
  for (const [member, compensator] of Object.entries(undo)) {
    if (!group.members.includes(member)) tell(`saga.undo.${member}`, `"${member}" is no member of the group`)
    const node = checked.nodes.get(compensator)
    if (node === undefined) tell(`saga.undo.${member}`, `there is no node "${compensator}"`)
    else if (group.members.includes(compensator))
      tell(
        `saga.undo.${member}`,
        `"${compensator}" is a member itself: members are stopped before work is taken back`,
      )
    else if (node.ports.in.length === 0) tell(`saga.undo.${member}`, `"${compensator}" takes no messages`)
  }
  for (const id of group.members) {
    const node = checked.nodes.get(id)
    if (node === undefined || Object.hasOwn(undo, id) || node.kind.look.family !== 'worker') continue
    tell(
      'saga.undo',
      `nothing takes back what "${id}" does: name a node for it, or leave it out of the group`,
    )
  }
  return problems
}

/** A failure has one supervisor to go to. */
function supervisedTwice(groups: readonly GroupSpec[]): readonly Problem[] {
  const first = new Map<string, string>()
  const problems: Problem[] = []
  groups.forEach(({ id: group, members, restart, saga }, at) => {
    if (restart === undefined && saga === undefined) return
    for (const member of new Set(members)) {
      const known = first.get(member)
      if (known === undefined) first.set(member, group)
      else {
        const message = `"${member}" is supervised by "${known}" already: a failure has one group to go to`
        problems.push({ path: `groups[${at}].members`, message, element: group })
      }
    }
  })
  return problems
}

function checkController(spec: ControllerSpec, path: string, checked: CheckedDocument): readonly Problem[] {
  const missing = (spec.nodes ?? []).filter((id) => !checked.nodes.has(id))
  if (missing.length > 0)
    return missing.map((id) => ({
      path: `${path}.nodes`,
      message: `there is no node "${id}"`,
      element: spec.id,
    }))
  if (spec.group !== undefined && !checked.document.groups?.some(({ id }) => id === spec.group))
    return [{ path: `${path}.group`, message: `there is no group "${spec.group}"`, element: spec.id }]
  if (usersOf(spec, checked).length > 0) return []
  return [
    {
      path,
      message: `nothing in this drawing uses what the ${spec.type} "${spec.id}" is for`,
      element: spec.id,
    },
  ]
}

/** Policies of one node that contradict each other. */
function checkPolicies({ document }: CheckedDocument): readonly Problem[] {
  const problems: Problem[] = []
  document.nodes.forEach(({ id, policy }, at) => {
    if (policy === undefined) return
    const tell = (key: string, message: string): void => {
      problems.push({ path: `nodes[${at}].policy.${key}`, message, element: id })
    }
    const { timeout_ms, first_chunk_ms, chunk_ms, attempts } = policy
    if (timeout_ms !== undefined && first_chunk_ms !== undefined && first_chunk_ms >= timeout_ms)
      tell(
        'first_chunk_ms',
        `it never passes: the whole attempt has only ${timeout_ms / 1000} s (timeout_ms)`,
      )
    if (timeout_ms !== undefined && chunk_ms !== undefined && chunk_ms >= timeout_ms)
      tell('chunk_ms', `it never passes: the whole attempt has only ${timeout_ms / 1000} s (timeout_ms)`)
    if (policy.takeover === true && attempts === 1)
      tell('takeover', 'it needs a second attempt to go to, and attempts is 1')
    if (policy.dead_letter === true && policy.fallback === true)
      tell('dead_letter', 'a message that failed goes to the fallback, so none is left to wait for a person')
    const bare = document.edges.some((edge) => edge.from === `${id}.error`)
    if (policy.dead_letter === true && bare)
      tell(
        'dead_letter',
        'a message that failed leaves by the wired port "error", so none is left to wait for a person',
      )
    if (policy.fallback === true && !document.edges.some((edge) => edge.from === `${id}.fallback`))
      tell('fallback', 'its port "fallback" must be wired: where does a message go that failed?')
  })
  return problems
}

/** A message that fails everywhere must end somewhere. */
function checkFallbacks({ document, messages }: CheckedDocument): readonly Problem[] {
  const next = new Map<string, readonly string[]>()
  for (const { from, fromPort, to } of messages)
    if (fromPort === 'fallback') next.set(from, [...(next.get(from) ?? []), to])
  const problems: Problem[] = []
  document.nodes.forEach(({ id }, at) => {
    if (!reaches(id, id, next)) return
    const message = `its fallback leads back to it: a message that fails everywhere would never end`
    problems.push({ path: `nodes[${at}].policy.fallback`, message, element: id })
  })
  return problems
}

function reaches(from: string, to: string, next: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>()
  const open = [...(next.get(from) ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true
    if (seen.has(node)) continue
    seen.add(node)
    open.push(...(next.get(node) ?? []))
  }
  return false
}
