import type { ControllerSpec } from '../../topology/controls.ts'
import type { Control } from '../cells.ts'
import type { Controller } from './control.ts'

type Spec = Extract<ControllerSpec, { type: 'budget' }>
type Spent = Extract<Control, { type: 'budget' }>

/**
 * What is used up is known when an effect has ended, so what is under way may go over; nothing begins after that.
 * Tokens and money are counted by what the outcomes of model calls say of their usage.
 */
export const budget: Controller<'budget'> = {
  admits(spec, spent) {
    const limit = usedUp(spec, spent)
    return limit === null ? 'yes' : { refused: `The budget ${spec.id} is used up: ${limit}` }
  },
  begun(spec, spent) {
    const steps = { ...spent, steps: spent.steps + 1 }
    if (spec.wall_ms === undefined || spent.wall !== 'idle') return { control: steps }
    return { control: { ...steps, wall: 'running' }, arm: { tag: 'wall', ms: spec.wall_ms } }
  },
  ended: (_spec, spent, { tokens, microUsd }) => ({
    control: { ...spent, tokens: spent.tokens + tokens, microUsd: spent.microUsd + microUsd },
  }),
  deniesRetry: (spec, { retries }) =>
    spec.retries !== undefined && retries >= spec.retries
      ? `the budget ${spec.id} allows ${spec.retries} further attempts in all`
      : null,
  retried: (spent) => ({ ...spent, retries: spent.retries + 1 }),
  fired: (spent) => ({ control: { ...spent, wall: 'over' } }),
}

function usedUp(spec: Spec, spent: Spent): string | null {
  if (spec.tokens !== undefined && spent.tokens >= spec.tokens)
    return `${spent.tokens} of ${spec.tokens} tokens`
  if (spec.usd !== undefined && spent.microUsd >= spec.usd * 1e6)
    return `$${(spent.microUsd / 1e6).toFixed(2)} of $${spec.usd.toFixed(2)}`
  if (spec.steps !== undefined && spent.steps >= spec.steps) return `${spent.steps} of ${spec.steps} steps`
  if (spent.wall === 'over') return `${(spec.wall_ms ?? 0) / 1000} s have passed`
  return null
}
