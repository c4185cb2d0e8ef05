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
    summary:
      away < 0
        ? `${needed} of ${of} approve: never reached`
        : `${needed} of ${of} approve; ${away} may be away or say no`,
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
    laws: [present(config, council), validity(council, 1)],
  }
}

function personOf(_: unknown, at: number): string {
  return `Person ${at + 1}`
}

function present({ deadline_ms, default: answer }: GateConfig, { votes, needed }: Council): Law {
  const left = votes - 1
  const holds = left >= needed
  const waits =
    deadline_ms === undefined
      ? 'it waits for that one'
      : `after ${spanText(deadline_ms)} its default decides: ${answer}`
  return {
    law: 'n − f ≥ q',
    filled: `${votes} − 1 = ${left} ${holds ? '≥' : '<'} ${needed}`,
    holds,
    sentence: holds
      ? `With one person away, ${left} are left, and ${needed} approve.`
      : `With one person away, ${left} ${left === 1 ? 'is' : 'are'} left, and ${needed} must approve: ${waits}.`,
  }
}
