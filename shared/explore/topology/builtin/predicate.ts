import type { Cell } from '../../../kernel/cells.ts'
import type { Layout } from '../layout.ts'

/**
 * A property of single states, told by cells that the vector has anyway. A search passes over states in which a calm
 * actor is at work, so what is bad must still be bad when it has come to its end.
 */
export interface Predicate {
  readonly id: string
  readonly title: string
  readonly elements: readonly string[]
  /** All cells that it looks at. */
  readonly reads: readonly number[]
  bad(state: Int32Array): boolean
  sentence(state: Int32Array): string
}

/** Looks at one component's cell only, and at each of its values once. */
export function cellIsBad<C extends Cell>(
  layout: Layout,
  component: number,
  bad: (cell: C) => boolean,
): (state: Int32Array) => boolean {
  const alarm = layout.interners[component]?.watch((cell) => bad(cell as C))
  if (alarm === undefined) throw new Error(`no component ${component}`)
  return (state) => alarm.rings && alarm.has(state[component] as number)
}
