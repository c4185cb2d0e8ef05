import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'
import { defineKind, noMigration } from '../define.ts'

const schema = z.strictObject({
  /** Id of one of the drawing's own topologies. */
  of: idSchema,
  /** Its output nodes, each a port here. */
  outputs: z.array(idSchema).max(64).default([]),
})
export type TopologyConfig = z.infer<typeof schema>

/**
 * A topology inside a topology. It is inlined before anything runs, so this kind has a place in the drawing and none
 * among the actors: its own node is the boundary by which messages enter.
 */
export const topologyKind = defineKind<TopologyConfig, null>({
  kind: 'topology',
  look: { label: 'Topology', hint: 'nested', family: 'worker', outline: 'topology', icon: 'boxes' },
  help: {
    summary: 'A whole team as one node.',
    paragraphs: [
      'A double click opens it, or Enter; Escape leads out again. What is inside is part of this drawing’s file. To make one of nodes that are drawn already, select them and press Alt X.',
      'Messages go to the input of the team inside, and leave by its outputs, each of which is a port here. Its nodes run like any others, with their own gates, retries and stores.',
      'An error inside that no edge takes up leaves by the port "error", if that is wired; else it fails the run.',
    ],
  },
  schema,
  form: [
    {
      title: 'Topology',
      fields: [
        { type: 'topology', key: 'of', label: 'Which', hint: 'Nodes of the same one share what is inside' },
      ],
    },
  ],
  stateVersion: 1,
  fresh: () => ({ of: 'team', outputs: ['done'] }),
  caption: (config) => config.of,
  fact: (config) => `${config.outputs.length} ${config.outputs.length === 1 ? 'way' : 'ways'} out`,
  ports: (config) => ({
    in: [{ name: 'in' }],
    out: [...config.outputs.map((name) => ({ name })), { name: 'error', error: true }],
  }),
  initial: () => null,
  ready: () => [],
  react(_bound, _local, input) {
    throw new Error(`topology: ${input.type} for a node that is inlined`)
  },
  rest: () => true,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('topology'),
})
