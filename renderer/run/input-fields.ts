import { type InputField, inputFields, linesOf } from '../../shared/nodes/input/index.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { problemText } from '../../shared/topology/problem.ts'

export type InputForm =
  | {
      readonly ok: true
      readonly name: string
      readonly fields: readonly InputField[]
      /** The drawing keeps faults for rehearsals, which may be injected into a real run. */
      readonly faults: boolean
    }
  | { readonly ok: false; readonly problem: string }

/** The form of a drawing's input node, or why it has none. */
export function inputFormOf(text: string): InputForm {
  const parsed = parseDocument(text)
  if (!parsed.ok) return { ok: false, problem: parsed.problems.map(problemText).join('\n') }
  const node = parsed.value.nodes.find((one) => one.kind === 'input')
  if (node === undefined) {
    return {
      ok: false,
      problem: 'This drawing has no input, where a run begins. Add an input node and wire it.',
    }
  }
  try {
    const { name, faults } = parsed.value
    return { ok: true, name, fields: inputFields(node.config), faults: faults !== undefined }
  } catch {
    return {
      ok: false,
      problem: `The fields of "${node.name ?? node.id}" are not in order: see its inspector.`,
    }
  }
}

export type FieldValue = string | boolean

/** What the fields show at first. */
export function firstValues(fields: readonly InputField[]): Readonly<Record<string, FieldValue>> {
  const values: Record<string, FieldValue> = {}
  for (const field of fields) {
    if (field.type === 'switch') values[field.name] = field.default === true
    else if (field.type === 'choice') values[field.name] = String(field.default ?? field.options[0] ?? '')
    else values[field.name] = field.default === undefined ? '' : String(field.default)
  }
  return values
}

/** Why a field cannot be taken as it is; undefined when it can. */
export function fieldProblem(field: InputField, value: FieldValue): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  if (text === '') return field.required ? `${labelOf(field)} is needed` : undefined
  if (field.type === 'number' && !Number.isFinite(Number(text))) return 'A number is expected'
  return undefined
}

/** Values as the host takes them; what was left empty is left out. */
export function inputOf(
  fields: readonly InputField[],
  values: Readonly<Record<string, FieldValue>>,
): Readonly<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || (typeof value === 'string' && value.trim() === '')) continue
    input[field.name] = fieldValue(field, value)
  }
  return input
}

function fieldValue(field: InputField, value: FieldValue): unknown {
  if (field.type === 'number') return Number(value)
  return field.type === 'list' ? linesOf(String(value)) : value
}

export function labelOf(field: InputField): string {
  return field.label === '' ? field.name : field.label
}
