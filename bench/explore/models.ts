import type { Model } from '../../shared/explore/model.ts'
import { philosophers } from '../../shared/explore/models/philosophers.ts'
import { twoPhase } from '../../shared/explore/models/two-phase.ts'

const MODELS: { readonly [name: string]: (n: number) => Model } = {
  twophase: twoPhase,
  philosophers: (n) => philosophers(n, 'ordered'),
}

export function modelOf(name: string, n: number): Model {
  const make = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined
  if (make === undefined) throw new Error(`--model ${name}: expected ${Object.keys(MODELS).join(' or ')}`)
  return make(n)
}
