import fc from 'fast-check'
import type { Model } from '../model.ts'

/** A rule of every process: when all conditions hold, the cells take their new values. */
interface Rule {
  readonly when: readonly Term[]
  readonly makes: readonly Term[]
  /** What it asks of the cell that names an owner, and what it makes of it. */
  readonly owner: 'any' | 'free' | 'mine'
  readonly becomes: 'same' | 'free' | 'mine'
}

interface Term {
  /** First the shared cells, then the process's own. */
  readonly cell: number
  readonly value: number
}

export interface Drawn {
  readonly shared: number
  readonly local: number
  readonly processes: number
  readonly rules: readonly Rule[]
}

const VALUES = 3
const OWNER = 0

const term = (cells: number) =>
  fc.record({ cell: fc.nat(cells - 1), value: fc.nat(VALUES - 1) }) satisfies fc.Arbitrary<Term>

const SHAPES = fc.record({
  shared: fc.integer({ min: 1, max: 2 }),
  local: fc.integer({ min: 1, max: 2 }),
  processes: fc.integer({ min: 1, max: 3 }),
})

/** Models of identical processes with a few cells each, some shared ones and one that names an owner. */
export const drawnModels: fc.Arbitrary<Drawn> = SHAPES.chain((shape) =>
  fc.record({
    shared: fc.constant(shape.shared),
    local: fc.constant(shape.local),
    processes: fc.constant(shape.processes),
    rules: fc.array(
      fc.record({
        when: fc.array(term(shape.shared + shape.local), { maxLength: 2 }),
        makes: fc.array(term(shape.shared + shape.local), { minLength: 1, maxLength: 2 }),
        owner: fc.constantFrom('any', 'any', 'any', 'free', 'mine'),
        becomes: fc.constantFrom('same', 'same', 'same', 'free', 'mine'),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  }),
)

/** Cell 0 names the owner (0: nobody), then come the shared cells and each process's own. */
export function modelOf({ shared, local, processes, rules }: Drawn): Model {
  const cells = 1 + shared + processes * local
  const all = Array.from({ length: processes }, (_, process) => process)
  const placeOf = (process: number, cell: number): number =>
    cell < shared ? 1 + cell : 1 + shared + process * local + (cell - shared)
  const kinds = rules.flatMap((rule) => all.map((process) => ({ rule, process })))
  return {
    name: 'drawn',
    cells,
    sizes: [processes + 1, ...new Array<number>(cells - 1).fill(VALUES)],
    initial: () => [new Array<number>(cells).fill(0)],
    expand(state, out) {
      for (const [kind, { rule, process }] of kinds.entries()) {
        if (rule.owner === 'free' && state[OWNER] !== 0) continue
        if (rule.owner === 'mine' && state[OWNER] !== process + 1) continue
        if (rule.when.some(({ cell, value }) => state[placeOf(process, cell)] !== value)) continue
        for (const { cell, value } of rule.makes) out.set(placeOf(process, cell), value)
        if (rule.becomes !== 'same') out.set(OWNER, rule.becomes === 'free' ? 0 : process + 1)
        out.emit(kind)
      }
    },
    describe: (action) => `rule ${Math.floor(action / processes)} of ${action % processes}`,
    symmetry: [
      {
        blocks: all.map((process) => Array.from({ length: local }, (_, at) => placeOf(process, shared + at))),
        names: [{ cell: OWNER, first: 1 }],
      },
    ],
    independence: {
      kindOf: (action) => action,
      reads: kinds.map(({ rule, process }) => [
        ...(rule.owner === 'any' ? [] : [OWNER]),
        ...rule.when.map(({ cell }) => placeOf(process, cell)),
      ]),
      writes: kinds.map(({ rule, process }) => [
        ...(rule.becomes === 'same' ? [] : [OWNER]),
        ...rule.makes.map(({ cell }) => placeOf(process, cell)),
      ]),
    },
    owner: (action) => action % processes,
    fairness: (action) => action,
  }
}
