import { describe, expect, it } from 'vitest'
import { REQUESTS } from '../kernel/enabled.ts'
import { notJson } from '../kernel/testing/invariants.ts'
import { compile } from '../topology/compile.ts'
import type { DocumentNode } from '../topology/document.ts'
import type { FormField } from '../topology/form.ts'
import { idSchema } from '../topology/ids.ts'
import type { NodeKind } from '../topology/kind.ts'
import { freshNested, nestedIn } from '../topology/nested.ts'
import { kinds } from './index.ts'
import { inputFields } from './input/index.ts'

/** Kinds whose state has changed since the first version; each migrates what is older. */
const RAISED: { readonly [kind: string]: number } = { join: 2, vote: 2 }

const ALL = [...kinds.values()].map((kind) => [kind.kind, kind] as const)
const DRAWN = ALL.filter(([, kind]) => kind.internal !== true)

/** The parts of a zod schema that a form can name, without what wraps them. */
interface Definition {
  readonly type: string
  readonly innerType?: Schema
  readonly element?: Schema
  readonly shape?: { readonly [key: string]: Schema }
  readonly entries?: { readonly [key: string]: string }
}
interface Schema {
  readonly def: Definition
}

function bare(schema: Schema): Definition {
  const { def } = schema
  return def.innerType === undefined ? def : bare(def.innerType)
}

/** What is wrong between a form and its schema, as sentences. */
function mismatches(fields: readonly FormField[], schema: Schema): readonly string[] {
  const { shape = {} } = bare(schema)
  return fields.flatMap((field): readonly string[] => {
    const part = shape[field.key]
    if (part === undefined) return [`${field.key} is not in the schema`]
    const inner = bare(part)
    const wants = {
      number: 'number',
      switch: 'boolean',
      choice: 'enum',
      list: 'array',
      records: 'array',
    } as const
    const wanted: string | undefined =
      field.type in wants ? wants[field.type as keyof typeof wants] : undefined
    if (wanted !== undefined && inner.type !== wanted) return [`${field.key} is ${inner.type}, not ${wanted}`]
    if (field.type === 'choice') {
      const [offered, known] = [field.options.map((one) => one.value), Object.values(inner.entries ?? {})]
      return offered.join() === known.join()
        ? []
        : [`${field.key} offers ${offered}, the schema knows ${known}`]
    }
    if (field.type !== 'records' || inner.element === undefined) return []
    return mismatches(field.fields, inner.element).map((one) => `${field.key}: ${one}`)
  })
}

function fresh(kind: NodeKind, id: string): DocumentNode {
  const config = JSON.parse(JSON.stringify(kind.fresh())) as Record<string, unknown>
  return { id, kind: kind.kind, at: [0, 0], config }
}

describe.each(ALL)('the kind %s', (name, kind) => {
  const config = kind.schema.parse(kind.fresh())
  const bound = { config, resources: [] }
  const ports = kind.ports(config)

  it('is listed under its own name, with words for people', () => {
    expect(kind.kind).toBe(name)
    for (const text of [kind.look.label, kind.look.hint, kind.look.icon, kind.help.summary])
      expect(text).not.toBe('')
    expect(kind.help.paragraphs.length).toBeGreaterThan(0)
    expect(kind.caption(config)).not.toBe('')
    expect(kind.fact(config)).not.toBe('')
  })

  it('accepts its fresh config unchanged', () => {
    expect(config).toEqual(kind.fresh())
  })

  it('refuses unknown keys', () => {
    const read = kind.schema.safeParse({ ...(kind.fresh() as object), unheard: 1 })
    expect(read.success).toBe(false)
  })

  it('has a form whose every field is in the schema, of its type, with its choices', () => {
    const fields = kind.form.flatMap((section) => section.fields)
    expect(mismatches(fields, kind.schema as unknown as Schema)).toEqual([])
    expect(new Set(fields.map((field) => field.key)).size).toBe(fields.length)
  })

  it('has ports with names of their own that an edge can name', () => {
    for (const side of [ports.in, ports.out]) {
      const names = side.map((port) => port.name)
      expect(new Set(names).size).toBe(names.length)
      for (const port of names) expect(idSchema.safeParse(port).success).toBe(true)
      expect(names).not.toContain('exhausted')
    }
    expect(ports.out.filter((port) => port.error === true).map((port) => port.name)).toEqual(
      ports.out.some((port) => port.name === 'error') ? ['error'] : [],
    )
  })

  it('begins with a state that is JSON, at rest unless it is the input', () => {
    const local = kind.initial(bound)
    expect(notJson(local)).toEqual([])
    expect(kind.rest(bound, local)).toBe(name !== 'input')
    const known = [...ports.in.map((port) => port.name), REQUESTS]
    for (const port of kind.ready(bound, local)) expect(known).toContain(port)
  })

  it('has the state version that is known of it, and knows no state of a version that never was', () => {
    expect(kind.stateVersion).toBe(RAISED[name] ?? 1)
    expect(() => kind.migrate({}, 0)).toThrow(name)
  })
})

describe('a fresh node', () => {
  it.each(DRAWN)('of kind %s compiles on a canvas', (name, kind) => {
    const nodes = [fresh(kind, 'fresh')]
    if (name !== 'input') nodes.push({ id: 'start', kind: 'input', at: [0, 0] })
    // A nested node brings its topology along when it is dropped on a canvas.
    const topologies = nodes.flatMap((node) => nestedIn(node) ?? []).map(freshNested)
    const compiled = compile({ synod: 1, name: '', nodes, edges: [], topologies }, kinds)
    expect(compiled.ok ? [] : compiled.problems).toEqual([])
  })
})

describe('the list of kinds', () => {
  it('is the palette, input first, and what is compiled onto edges at its end', () => {
    expect(ALL.map(([name]) => name)).toEqual([
      'input',
      'output',
      'timer',
      'agent',
      'command',
      'router',
      'join',
      'map',
      'gate',
      'verifier',
      'vote',
      'repo',
      'store',
      'decisions',
      'topology',
      'contract',
      'condition',
      'transform',
      'relay',
    ])
    expect(DRAWN).toHaveLength(ALL.length - 4)
  })

  it('gives an input its fields', () => {
    expect(inputFields(undefined)).toEqual([])
    expect(inputFields({ fields: [{ name: 'task' }] })).toEqual([
      { name: 'task', label: '', type: 'text', options: [], required: false },
    ])
    expect(() => inputFields({ fields: [{ name: 'a b' }] })).toThrow()
  })
})
