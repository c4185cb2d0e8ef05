import type { GroupSpec } from '../../topology/controls.ts'
import type { Analyses } from '../analyses.ts'
import { nameOf } from '../names.ts'
import { count, type Law } from './arithmetic.ts'
import type { Shared } from './modes.ts'
import { type QuorumView, seatingOf, type Together } from './view.ts'

/** Of a group: who fails together, and how many failures it takes before it gives up. */
export function groupView(analyses: Analyses, { members, restart, saga }: GroupSpec): QuorumView {
  const { byId } = analyses.graph
  const named = (id: string): string => {
    const vertex = byId.get(id)
    return vertex === undefined ? `"${id}"` : nameOf(analyses, vertex)
  }
  const agents = (id: string): readonly number[] => {
    const vertex = byId.get(id)
    return vertex === undefined ? [] : [vertex]
  }
  const { seats, modes, shared } = seatingOf(
    analyses,
    members.map((id) => ({ id, agents: agents(id), group: null })),
    named,
  )
  const most = restart?.most ?? 0
  const window = restart === undefined ? '' : ` in ${restart.within_ms / 1000} s`
  const then = saga === undefined ? 'the failure goes on to the run' : 'what its members did is taken back'
  const largest = Math.max(...modes.map(({ length }) => length))
  return {
    of: 'group',
    summary:
      restart === undefined
        ? `${count(members.length, 'member')}, none restarted`
        : `${count(members.length, 'member')}; gives up after ${count(most, 'restart')}${window}`,
    seats,
    votes: members.length,
    needed: null,
    apart: modes.length,
    rule: restart === undefined ? `no restart: ${then}` : `${restart.strategy}, then ${then}`,
    faults: 'fails',
    asked: restart === undefined ? null : most,
    silent: null,
    wrong: null,
    together: shared.map((one) => togetherOf(one, members.length, named)),
    laws: restart === undefined ? [] : [bearsOutage(largest, most, window, then)],
  }
}

function bearsOutage(largest: number, most: number, window: string, then: string): Law {
  const holds = most >= largest
  const who = largest === 1 ? 'each member' : `the ${largest} members that fail together`
  return {
    law: 'r ≥ k',
    filled: `${most} ${holds ? '≥' : '<'} ${largest}`,
    holds,
    sentence: holds
      ? `${count(most, 'restart')}${window} ${most === 1 ? 'is' : 'are'} enough to start ${who} again once.`
      : `${count(most, 'restart')}${window} ${most === 1 ? 'is' : 'are'} too few to start ${who} again, where they fail one after the other: ${then}.`,
  }
}

function togetherOf(shared: Shared, members: number, nameOf: (id: string) => string): Together {
  const who = shared.members.map(nameOf).join(', ')
  const what = shared.why === 'prompt' ? 'one prompt' : `"${shared.name}"`
  return {
    ...shared,
    sentence: `${who} share ${what}: ${shared.members.length} of ${count(members, 'member')} fail together.`,
    grave: shared.why !== 'prompt' && shared.members.length === members,
  }
}
