import { z } from 'zod'
import { kinds } from '../../../shared/nodes/index.ts'
import { documentSchema } from '../../../shared/topology/document.ts'
import { type Command, EXIT } from '../command.ts'

type JsonSchema = { [key: string]: unknown }

export const schemaCommand: Command = {
  name: 'schema',
  summary: 'Prints the JSON Schema of a topology file',
  positionals: [],
  options: {},
  meanings: {},
  run: async (_given, terminal) => {
    terminal.print(JSON.stringify(topologySchema(), null, 2))
    return EXIT.done
  },
}

/** The document's schema, with the config of each node by its kind. */
export function topologySchema(): JsonSchema {
  const schema = schemaOf(documentSchema)
  const nodes = (schema['properties'] as { readonly nodes: JsonSchema }).nodes
  const node = nodes['items'] as JsonSchema
  const drawn = [...kinds.values()].filter((kind) => kind.internal !== true)
  const byKind = drawn.map((kind) => ({
    if: { properties: { kind: { const: kind.kind } } },
    // biome-ignore lint/suspicious/noThenProperty: it is a word of JSON Schema.
    then: { properties: { config: schemaOf(kind.schema) } },
  }))
  const { properties, ...rest } = node
  const kind = { enum: drawn.map((one) => one.kind) }
  nodes['items'] = { ...rest, properties: { ...(properties as JsonSchema), kind }, allOf: byKind }
  return { ...schema, title: 'Synod topology' }
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return schema === documentSchema ? { $schema, ...rest } : rest
}
