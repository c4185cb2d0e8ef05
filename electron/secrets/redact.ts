import { Buffer } from 'node:buffer'

/** Shorter ones are words: redacting them would tear up what people read and hide nothing. */
const MIN_CHARACTERS = 8
const MARK = '[redacted]'

/** Takes every known secret out of a text. */
export type Redactor = (text: string) => string

/**
 * Redacts by value: as it is, URL-encoded, escaped in JSON (once, and once more for JSON within JSON), in hex, and in
 * Base64 wherever it starts within the encoded text (`user:password` of a basic authorization, for one).
 */
export function createRedactor(values: readonly string[]): Redactor {
  const forms = secretForms(values)
  if (forms.length === 0) return (text) => text
  const pattern = new RegExp(
    forms.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  )
  return (text) => text.replace(pattern, MARK)
}

/**
 * The same for a text that comes in pieces: what could be the beginning of a secret waits for the next piece. Every
 * text that is pushed comes out, redacted, by the time of `flush`.
 */
export function createStreamRedactor(values: readonly string[]): {
  push(piece: string): string
  flush(): string
} {
  const forms = secretForms(values)
  const redact = createRedactor(values)
  let waiting = ''
  return {
    push(piece) {
      const text = redact(waiting + piece)
      const kept = beginningAtEnd(text, forms)
      waiting = text.slice(text.length - kept)
      return text.slice(0, text.length - kept)
    },
    flush() {
      const text = waiting
      waiting = ''
      return text
    },
  }
}

/** How many of the last characters could begin a secret. */
function beginningAtEnd(text: string, forms: readonly string[]): number {
  const longest = Math.max(0, ...forms.map((form) => form.length - 1))
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(text.length - length)
    if (forms.some((form) => form.startsWith(end))) return length
  }
  return 0
}

/** Longest first, so that a form is not torn by a shorter one inside it. */
function secretForms(values: readonly string[]): readonly string[] {
  const forms = values.filter((value) => value.length >= MIN_CHARACTERS).flatMap(formsOf)
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

function formsOf(value: string): readonly string[] {
  const json = inJson(value)
  const url = encodeURIComponent(value.toWellFormed())
  const base64 = [0, 1, 2].map((offset) => base64At(value, offset))
  return [
    value,
    json,
    inJson(json),
    url,
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('hex').toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64.map((text) => encodeURIComponent(text)),
  ]
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/**
 * The characters of the Base64 text that depend on the value alone, when `offset` bytes precede it: of the first and
 * the last group some bits belong to the neighbours.
 */
function base64At(value: string, offset: number): string {
  const bytes = Buffer.from(value)
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replaceAll('=', '')
  const from = Math.ceil((offset * 4) / 3)
  const to = Math.floor(((offset + bytes.length) * 4) / 3)
  return text.slice(from, to)
}
