import { z } from 'zod'

const ID = '[A-Za-z][A-Za-z0-9_-]{0,63}'

/**
 * An event or a state of a node or an edge: `deploy.started`, `e9.waiting`. What is inside a nested topology is named
 * by its path, `review/fix.failed`. Which words there are is told by `vocabulary.ts`.
 */
const termSchema = z
  .string()
  .regex(
    new RegExp(`^${ID}(/[A-Za-z0-9_-]{1,64}){0,20}\\.${ID}$`),
    'expected what happens at a node or an edge, as `element.word`: `deploy.started`',
  )

/**
 * What a team must never, always or eventually do: the patterns of Dwyer, Avrunin and Corbett (ICSE 1999). The key that
 * comes first tells the pattern.
 */
export const propertySchema = z.union(
  [
    /** Absence; with `before`, precedence: not until the other has been. */
    z.strictObject({ never: termSchema, before: termSchema.optional() }),
    /** A state that always holds. */
    z.strictObject({ always: termSchema }),
    /** Existence; with `after`, response: each time that the other has been. */
    z.strictObject({ eventually: termSchema, after: termSchema.optional() }),
    /** Bounded existence. */
    z.strictObject({ at_most: z.number().int().min(0).max(100), of: termSchema }),
  ],
  'expected one of { "never": … }, { "never": …, "before": … }, { "always": … }, { "eventually": … }, { "eventually": …, "after": … } and { "at_most": number, "of": … }',
)

/** A hazard that someone has looked at and accepts at one place, and why. */
export const silencedSchema = z.strictObject({
  rule: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'expected the id of a rule, such as `double-effect`'),
  element: z
    .string()
    .regex(new RegExp(`^${ID}(/[A-Za-z0-9_-]{1,64}){0,20}$`), 'expected the id of an element'),
  reason: z.string().min(1, 'a hazard is silenced with a reason').max(2000),
})

export type Property = z.infer<typeof propertySchema>

/** The same property with each of its terms in other words. */
export function mapTerms(property: Property, change: (term: string) => string): Property {
  const entries = Object.entries(property).map(([key, value]) => [
    key,
    typeof value === 'string' ? change(value) : value,
  ])
  return Object.fromEntries(entries) as Property
}

/** `review/fix.failed` as its element and its word. */
export function splitTerm(term: string): { readonly element: string; readonly word: string } {
  const dot = term.lastIndexOf('.')
  return { element: term.slice(0, dot), word: term.slice(dot + 1) }
}
