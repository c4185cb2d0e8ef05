import type { EffectCell } from '../../../shared/kernel/cells.ts'
import type { Identity } from '../../../shared/kernel/identity.ts'
import type { Transition } from '../../../shared/kernel/transition.ts'
import type { Ask } from '../../../shared/topology/kind.ts'
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
  withdrawn(effect: string): readonly EffectRow[] {
    const row = this.open.get(effect)
    return row === undefined ? [] : [this.put({ ...row, status: 'withdrawn' })]
  }

  /** Rows that a transition adds or changes. */
  follow(transition: Transition, identity: Identity): readonly EffectRow[] {
    const rows: EffectRow[] = []
    const { input } = transition
    if (identity.effect !== undefined) {
      const row = this.open.get(identity.effect)
      const cell = effectAfter(transition, tagOf(input))
      if (row !== undefined) rows.push(this.put({ ...row, ...change(transition, cell, row) }))
    }
    transition.asked.forEach(({ ask, begun }, at) => {
      const effect = identity.asked[at] ?? ''
      const known = this.open.get(effect)
      const attempts = (known?.attempts ?? 0) + (begun ? 1 : 0)
      rows.push(
        this.put({
          ...this.fresh(effect, ask, input.component),
          status: begun ? 'begun' : 'asked',
          attempts,
        }),
      )
    })
    return rows
  }

  private fresh(effect: string, ask: Ask, component: number): Omit<EffectRow, 'status' | 'attempts'> {
    const node = this.plan.components[component]?.id ?? ''
    return { effect, node, tag: ask.tag, kind: ask.kind, class: ask.class }
  }

  private put(row: EffectRow): EffectRow {
    if (row.status === 'settled' || row.status === 'failed') this.open.delete(row.effect)
    else this.open.set(row.effect, row)
    return row
  }
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

function change(transition: Transition, cell: EffectCell | undefined, row: EffectRow): Partial<EffectRow> {
  const { input } = transition
  if (input.type === 'begin') return { status: 'begun', attempts: row.attempts + 1 }
  if (cell !== undefined) {
    if (cell.status === 'doubt') return { status: 'doubt' }
    return { status: cell.status === 'begun' ? 'begun' : 'asked' }
  }
  const failed =
    (input.type === 'settle' && input.outcome.tag === 'error') ||
    (input.type === 'resolve' && input.answer.type === 'failed') ||
    input.type === 'fire'
  return { status: failed ? 'failed' : 'settled' }
}
