import { keptJson, type Redact } from './redact.ts'

/**
 * JSON texts of values that share most of their parts with those before them, as a cell does that grows by one item
 * at a time. What stands in a list is written once and found by its object, which never changes.
 * The text is the one that `keptJson` gives.
 */
export class SharedJson {
  private readonly texts = new WeakMap<object, string>()
  private readonly redact: Redact | undefined

  constructor(redact: Redact | undefined) {
    this.redact = redact
  }

  textOf(value: unknown): string {
    if (typeof value !== 'object' || value === null) return keptJson(value, this.redact)
    if (Array.isArray(value)) return `[${value.map((one) => this.itemText(one)).join(',')}]`
    const fields: string[] = []
    for (const [key, field] of Object.entries(value))
      if (field !== undefined) fields.push(`${keptJson(key, this.redact)}:${this.textOf(field)}`)
    return `{${fields.join(',')}}`
  }

  private itemText(item: unknown): string {
    if (item === undefined) return 'null'
    if (typeof item !== 'object' || item === null) return keptJson(item, this.redact)
    const known = this.texts.get(item)
    if (known !== undefined) return known
    const text = this.textOf(item)
    this.texts.set(item, text)
    return text
  }
}
