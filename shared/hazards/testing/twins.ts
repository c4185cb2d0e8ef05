import type { TopologyDocument } from '../../topology/document.ts'
import type { Property } from '../../topology/properties.ts'

/** A drawing that has a hazard, and the same with the remedy drawn into it. */
export interface Twin {
  /** The rule's id. */
  readonly rule: string
  readonly has: TopologyDocument
  readonly repaired: TopologyDocument
}

/** Where no built-in property shows a hazard, the drawing says what must not be. */
export function saying(property: Property, twin: Twin): Twin {
  const { has, repaired } = twin
  const properties = [property]
  return { ...twin, has: { ...has, properties }, repaired: { ...repaired, properties } }
}
