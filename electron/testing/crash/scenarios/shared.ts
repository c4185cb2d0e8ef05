import { chain, command, edges, node, type Scenario, topology, uses } from '../drawing.ts'

/** Two writers of one key, and what they decide; each mode of a store. */
function stored(mode: string, more: object = {}): Scenario {
  const update = { reads: ['value'], updates: [{ key: 'value', value: 'result.by' }] }
  return {
    document: topology(
      `a store, ${mode}`,
      [
        node('board', 'store', { mode, ...more }),
        node('book', 'decisions', { topics: ['style'] }),
        command('a', ['does', '1', '{"by":"a","style":"tabs"}'], { ...update, decides: ['style'] }),
        command('b', ['does', '1', '{"by":"b"}'], { ...update, needs: ['style'] }),
      ],
      [
        ...edges(chain('start', 'a', 'b', 'end')),
        uses('a', 'board', 'read-modify-write'),
        uses('b', 'board', 'read-modify-write'),
        uses('a', 'book', 'write'),
        uses('b', 'book', 'read'),
      ],
    ),
  }
}

const swap = (tag: string, when?: string): object => ({
  ...(when === undefined ? {} : { when }),
  call: { tool: 'store_swap', args: { key: 'value', value: tag } },
})

/** Models that read and swap by themselves, and wait for what is decided; their words are a script's. */
const agents: Scenario = {
  document: topology(
    'agents at a store',
    [
      node('board', 'store', { mode: 'compare-and-swap' }),
      node('book', 'decisions', { topics: ['style'] }),
      node('a', 'agent', {
        decides: ['style'],
        script: [
          { call: { tool: 'store_read', args: { key: 'value' } } },
          swap('a', '$exists(results.store_read)'),
          { when: "results.store_swap.outcome = 'written'", answer: 'tabs' },
        ],
      }),
      node('b', 'agent', {
        needs: ['style'],
        script: [swap('unseen'), swap('b', "results.store_swap.outcome = 'moved'"), { answer: 'done' }],
      }),
    ],
    [
      ...edges(chain('start', 'a', 'b', 'end')),
      uses('a', 'board', 'read-modify-write'),
      uses('b', 'board', 'read-modify-write'),
      uses('a', 'book', 'write'),
      uses('b', 'book', 'read'),
    ],
  ),
}

export const sharedScenarios: readonly Scenario[] = [
  stored('last-write-wins'),
  stored('compare-and-swap'),
  stored('lease', { expiry_ms: 60_000 }),
  agents,
]
