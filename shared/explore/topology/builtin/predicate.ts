import type { Layout } from '../layout.ts'

/** A property of single states, told by cells that the vector has anyway. */
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
export function cellIsBad<C>(
  layout: Layout,
  component: number,
  bad: (cell: C) => boolean,
): (state: Int32Array) => boolean {
  const known: boolean[] = []
  return (state) => {
    const id = state[component] as number
    let answer = known[id]
    if (answer === undefined) {
      answer = bad(layout.interners[component]?.at(id) as C)
      known[id] = answer
    }
    return answer
  }
}
