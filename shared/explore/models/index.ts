import type { Model } from '../model.ts'
import { philosophers } from './philosophers.ts'
import { twoPhase } from './two-phase.ts'

/** Models of one size each, by name, for whoever can only be told a name: another thread, a command line. */
const SIZED: ReadonlyMap<string, (n: number) => Model> = new Map([
  ['twophase', twoPhase],
  ['philosophers', (n: number) => philosophers(n, 'ordered')],
])

export interface Named {
  readonly model: string
  readonly n: number
}

/** Throws where there is no such model. */
export function namedModel({ model, n }: Named): Model {
  const make = SIZED.get(model)
  if (make === undefined) throw new Error(`no model ${model}: expected ${[...SIZED.keys()].join(' or ')}`)
  return make(n)
}
