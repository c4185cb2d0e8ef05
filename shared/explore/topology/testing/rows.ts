import { HAZARD_RULES } from '../../../hazards/rules/index.ts'
import type { Twin } from '../../../hazards/testing/twins.ts'
import type { SearchReport } from '../../engine/report.ts'
import { search } from '../../engine/search.ts'
import { ABORTED, blockingCommit, COMMITTED } from '../../models/blocking-commit.ts'
import { allOrNone, broadcast } from '../../models/broadcast.ts'
import { twoGenerals } from '../../models/two-generals.ts'
import type { Evidence } from './evidence.ts'

/** A protocol that has a hazard of which a drawing only hints, and one that has not. */
interface Protocol {
  readonly model: string
  readonly has: SearchReport
  readonly repaired: SearchReport
}

/** By their rows. Each is told by where a run may end. */
function protocols(): ReadonlyMap<number, Protocol> {
  const decided = { accepts: (state: Int32Array) => state[0] === COMMITTED || state[0] === ABORTED }
  const together = { accepts: (state: Int32Array) => state[1] === state[2] }
  const all = { accepts: allOrNone(3) }
  const exact = { keys: 'exact' } as const
  return new Map([
    [
      33,
      {
        model: 'blocking-commit',
        has: search(blockingCommit(3, 'none'), decided),
        repaired: search(blockingCommit(3, 'durable'), { ...decided, ...exact }),
      },
    ],
    [
      39,
      {
        model: 'two-generals',
        has: search(twoGenerals({ type: 'acknowledge', messages: 3 }, 1), together),
        repaired: search(twoGenerals({ type: 'reconcile' }, 1), { ...together, ...exact }),
      },
    ],
    [
      40,
      {
        model: 'broadcast',
        has: search(broadcast(3, 'act first', 1), all),
        repaired: search(broadcast(3, 'relay first', 1), { ...all, ...exact }),
      },
    ],
  ])
}

/** One row of the catalogue with what tells of it. */
export interface Row {
  readonly row: number
  readonly rule: string
  /** The first of its twins that a run shows; where none does, the first. */
  readonly twin: Twin
  readonly evidence: Evidence
  readonly protocol: Protocol | null
}

export function rowsOf(twins: readonly Twin[], evidenceFor: (twin: Twin) => Evidence): readonly Row[] {
  const models = protocols()
  return HAZARD_RULES.map(({ row, id }) => {
    const told = twins
      .filter(({ rule }) => rule === id)
      .map((twin) => ({ twin, evidence: evidenceFor(twin) }))
    const best = told.find(({ evidence }) => evidence.shown !== null) ?? told[0]
    if (best === undefined) throw new Error(`${id} has no twin`)
    return { row, rule: id, ...best, protocol: models.get(row) ?? null }
  })
}

/** The table of the hazards' index. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((one) => `| ${cellsOf(one).join(' | ')} |`)
  return [
    '| row | a drawing that has it | shown by | in steps | repaired |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n')
}

function cellsOf({ row, twin, evidence, protocol }: Row): readonly (string | number)[] {
  const { shown } = evidence
  const name = twin.has.name
  if (shown !== null) {
    const own = twin.has.properties === undefined ? '' : ' (its own)'
    const holds = shown.afterRepair === null ? shown.coverage : 'broken'
    return [row, name, `\`${shown.property}\`${own}`, shown.steps ?? 'not shown', holds]
  }
  if (protocol === null) return [row, name, 'drawing alone', '', 'nothing found']
  const { model, has, repaired } = protocol
  return [row, name, `model \`${model}\``, has.violations[0]?.trace.actions.length ?? '', repaired.coverage]
}
