import { countOf, type GateConfig, gateShape, neededOf } from '../../nodes/gate/config.ts'
import { spanText } from '../../nodes/gate/words.ts'
import type { Vertex } from '../graph/graph.ts'
import { type Council, type Law, validity } from './arithmetic.ts'
import type { QuorumView } from './view.ts'

/** Of a gate; people fail one by one. Null where a setting by itself is wrong. */
export function gateView({ node }: Vertex): QuorumView | null {
  const read = gateShape.safeParse(node?.config ?? {})
  if (!read.success) return null
  const config = read.data
  const { approvers } = config
  const [of, needed] = [countOf(config), neededOf(config)]
  const names = typeof approvers === 'number' ? Array.from({ length: of }, personOf) : approvers
  const council: Council = { votes: of, needed, weights: names.map(() => 1) }
  const away = of - needed
  return {
    of: 'gate',
    summary: summaryOf(of, needed),
    seats: names.map((name, at) => ({ id: `${at}`, name, mode: at })),
    votes: of,
    needed,
    apart: of,
    rule: needed === of ? `all ${of}` : `${needed} of ${of}`,
    faults: 'away, or approves what is wrong',
    asked: null,
    silent: away < 0 ? -1 : away,
    wrong: needed - 1,
    together: [],
    // One person is no council: that nobody stands in is what was drawn.
    laws: of === 1 && needed === 1 ? [] : [present(config, council), validity(council, 1)],
  }
}

function summaryOf(of: number, needed: number): string {
  if (needed > of) return `${needed} of ${of} approve: never reached`
  if (of === 1) return 'One person approves alone'
  return `${needed} of ${of} ${approve(needed)}; ${of - needed} may be away or say no`
}

function approve(people: number): string {
  return people === 1 ? 'approves' : 'approve'
}

function personOf(_: unknown, at: number): string {
  return `Person ${at + 1}`
}

function present({ deadline_ms, default: answer }: GateConfig, { votes, needed }: Council): Law {
  const left = votes - 1
  const holds = left >= needed
  const remain = `${left} ${left === 1 ? 'is' : 'are'} left`
  const waits =
    deadline_ms === undefined
      ? 'it waits for that one'
      : `after ${spanText(deadline_ms)} its default decides: ${answer}`
  return {
    law: 'n − f ≥ q',
    filled: `${votes} − 1 = ${left} ${holds ? '≥' : '<'} ${needed}`,
    holds,
    sentence: holds
      ? `With one person away, ${remain}, and ${needed} ${approve(needed)}.`
      : `With one person away, ${remain}, and ${needed} must approve: ${waits}.`,
  }
}
