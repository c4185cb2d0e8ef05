interface Price {
  /** USD per million tokens. */
  readonly input: number
  readonly output: number
  /** From this many input tokens on the whole step costs more: factors of the prices above. */
  readonly long?: { readonly from: number; readonly input: number; readonly output: number }
}

function price(input: number, output: number, long?: Price['long']): Price {
  return long === undefined ? { input, output } : { input, output, long }
}

const LONG_GPT = { from: 272_000, input: 2, output: 1.5 }

/** List prices of November 2026. Discounts for cached input are left out: a cap may stop early, not late. */
const PRICES: ReadonlyMap<string, Price> = new Map([
  ['claude-fable-5', price(10, 50)],
  ['claude-opus-5', price(5, 25)],
  ['claude-opus-5-5', price(4, 20)],
  ['claude-opus-4', price(5, 25)],
  ['claude-opus-4-0', price(15, 75)],
  ['claude-opus-4-1', price(15, 75)],
  ['claude-opus-4-20250514', price(15, 75)],
  ['claude-sonnet-5', price(2, 10)],
  ['claude-sonnet-4', price(3, 15)],
  ['claude-haiku-5', price(0.1, 0.5, { from: 100_000, input: 5, output: 5 })],
  ['claude-haiku-4', price(1, 5)],
  ['gpt-6-astra', price(10, 50, LONG_GPT)],
  ['gpt-6.1-sol', price(2, 10, LONG_GPT)],
  ['gpt-6-sol', price(2, 10, LONG_GPT)],
  ['gpt-6.1-terra', price(1, 5, LONG_GPT)],
  ['gpt-6-luna', price(0.1, 0.5, LONG_GPT)],
  ['gpt-5.4-mini', price(0.75, 4.5)],
  ['gpt-5.4-nano', price(0.2, 1.25)],
  ['gpt-5-mini', price(0.25, 2)],
  ['gpt-4.1', price(2, 8)],
])

/** What a step costs; null when the model's price is not known. A vendor's prefix (`openai/…`) is looked through. */
export function costUsd(model: string, inputTokens: number, outputTokens: number): number | null {
  const name = model.slice(model.lastIndexOf('/') + 1).replace(/^(claude-[a-z]+-\d)\.(\d)/, '$1-$2')
  const known = [...PRICES.keys()].filter((one) => matches(name, one)).sort((a, b) => b.length - a.length)
  const found = PRICES.get(known[0] ?? '')
  if (found === undefined) return null
  const { long } = found
  const factor = long !== undefined && inputTokens >= long.from ? long : { input: 1, output: 1 }
  const input = inputTokens * found.input * factor.input
  return (input + outputTokens * found.output * factor.output) / 1_000_000
}

/** A dated or a minor version has its family's price; another model that merely begins alike has not. */
function matches(name: string, known: string): boolean {
  return name === known || (name.startsWith(known) && /^[-@:]\d/.test(name.slice(known.length)))
}
