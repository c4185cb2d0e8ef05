import type { EffectCell } from '../../../shared/kernel/cells.ts'
import type { Identity } from '../../../shared/kernel/identity.ts'
import type { Asked, Transition } from '../../../shared/kernel/transition.ts'
import type { Plan } from '../../../shared/topology/plan.ts'
import type { EffectRow } from '../seams.ts'

/** The effect ledger as transitions write it: what was asked, begun, attempted, settled, doubted. */
export class Ledger {
  private readonly plan: Plan
  private readonly open = new Map<string, EffectRow>()

  constructor(plan: Plan, rows: readonly EffectRow[]) {
    this.plan = plan
    for (const row of rows)
      if (row.status !== 'settled' && row.status !== 'failed') this.open.set(row.effect, row)
  }

  executions(effect: string): number {
    return this.open.get(effect)?.attempts ?? 0
  }

  /** Counts one more execution of an effect that a dead host had begun. */
  again(effect: string): EffectRow | null {
    const row = this.open.get(effect)
    return row === undefined ? null : this.put({ ...row, attempts: row.attempts + 1 })
  }

  /** Notes that an attempt is no longer wanted; a `once` effect stays open until its fate is known. */
  withdrawn(effect: string, rows: EffectRow[]): void {
    const row = this.open.get(effect)
    if (row !== undefined) add(rows, this.put({ ...row, status: 'withdrawn' }))
  }

  /** Adds the rows that a transition adds or changes. */
  follow(transition: Transition, identity: Identity, rows: EffectRow[]): void {
    const { input } = transition
    if (identity.effect !== undefined) {
      const row = this.open.get(identity.effect)
      const cell = effectAfter(transition, tagOf(input))
      if (row !== undefined) {
        // A controller refused it, so it was never begun.
        const refused = input.type === 'begin' && cell === undefined
        const attempts = input.type === 'begin' && !refused ? row.attempts + 1 : row.attempts
        add(rows, this.put({ ...row, status: statusAfter(transition, cell), attempts }))
      }
    }
    for (let at = 0; at < transition.asked.length; at += 1) {
      const { ask, begun } = transition.asked[at] as Asked
      const effect = identity.asked[at] ?? ''
      const attempts = this.executions(effect) + (begun ? 1 : 0)
      const node = this.plan.components[input.component]?.id ?? ''
      const { tag, kind, class: effectClass } = ask
      const status = begun ? 'begun' : 'asked'
      add(rows, this.put({ effect, node, tag, kind, class: effectClass, status, attempts }))
    }
  }

  private put(row: EffectRow): EffectRow {
    if (row.status === 'settled' || row.status === 'failed') this.open.delete(row.effect)
    else this.open.set(row.effect, row)
    return row
  }
}

/** What an effect was in between, within one commit, nobody can have seen: it is asked and begun in two steps mostly. */
function add(rows: EffectRow[], row: EffectRow): void {
  if (rows.at(-1)?.effect === row.effect) rows[rows.length - 1] = row
  else rows.push(row)
}

function tagOf(input: Transition['input']): string {
  if (input.type === 'fire') return input.tag.slice(input.tag.indexOf(':') + 1)
  return 'tag' in input ? input.tag : ''
}

function effectAfter(transition: Transition, tag: string): EffectCell | undefined {
  for (const [component, cell] of transition.changed) {
    if (component !== transition.input.component || cell.type !== 'actor') continue
    return cell.effects.find((effect) => effect.ask.tag === tag)
  }
  return undefined
}

function statusAfter(transition: Transition, cell: EffectCell | undefined): EffectRow['status'] {
  const { input } = transition
  if (input.type === 'begin') return cell === undefined ? 'failed' : 'begun'
  if (cell !== undefined) {
    if (cell.status === 'doubt') return 'doubt'
    return cell.status === 'begun' ? 'begun' : 'asked'
  }
  const failed =
    (input.type === 'settle' && input.outcome.tag === 'error') ||
    (input.type === 'resolve' && input.answer.type === 'failed') ||
    input.type === 'fire'
  return failed ? 'failed' : 'settled'
}
