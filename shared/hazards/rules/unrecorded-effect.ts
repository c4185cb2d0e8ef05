import { elementsOf } from '../elements.ts'
import { nameOf } from '../names.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** Synod writes down what it is about to do before it does it. What remains open is whether it then happened. */
export const unrecordedEffect: HazardRule = {
  id: 'unrecorded-effect',
  row: 8,
  title: 'Nobody can say whether it happened',
  level: 'note',
  property: 'once',
  source:
    'Gray and Reuter, Transaction processing, 1992 (write-ahead log); Garcia-Molina and Salem, Sagas, 1987',
  find: (analyses) =>
    analyses.effects
      .filter((site) => site.class === 'once' && !site.probed)
      .map(({ vertex, tool }): Finding => {
        const name = nameOf(analyses, vertex)
        const what = tool === null ? name : `Tool "${tool}" of ${name}`
        return {
          elements: elementsOf(analyses, [vertex]),
          sentence: `${what} happens once, and has no probe: after a crash or a time limit a person must find out whether it happened.`,
          assumption: 'if the machine stops while it acts',
          remedy:
            tool === null
              ? 'Give it a probe: a command that exits with 0 if it happened and with 1 if it did not.'
              : 'Let a command node with a probe do it, behind the agent.',
          fixes: [],
        }
      }),
}
