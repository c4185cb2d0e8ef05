/**
 * A small reader of TypeScript text: it blanks comments, strings and regular expressions (keeping every line
 * break and column), so that the rules see code and only code. It is a scanner, not a parser: the formatter
 * has already settled how the text looks.
 */

interface Scanner {
  readonly text: string
  at: number
  out: string
  /** The last code character that is not blank: it tells a division from a regular expression. */
  before: string
}

/** The same text with everything but code turned into spaces. */
export function codeOnly(text: string): string {
  const scanner: Scanner = { text, at: 0, out: '', before: '' }
  scanCode(scanner, false)
  return scanner.out
}

function scanCode(scanner: Scanner, inTemplate: boolean): void {
  let depth = 0
  while (scanner.at < scanner.text.length) {
    const char = scanner.text.charAt(scanner.at)
    if (inTemplate && char === '}' && depth === 0) return
    if (char === '{') depth += 1
    if (char === '}') depth -= 1
    if (skipBlankable(scanner, char)) continue
    keep(scanner, char)
  }
}

function skipBlankable(scanner: Scanner, char: string): boolean {
  const next = scanner.text.charAt(scanner.at + 1)
  if (char === '/' && next === '/') blankTo(scanner, endOf(scanner, '\n', 0))
  else if (char === '/' && next === '*') blankTo(scanner, endOf(scanner, '*/', 2))
  else if (char === "'" || char === '"') blankTo(scanner, endOfQuoted(scanner, char))
  else if (char === '`') scanTemplate(scanner)
  else if (char === '/' && startsRegex(scanner)) blankTo(scanner, endOfRegex(scanner))
  else return false
  return true
}

function scanTemplate(scanner: Scanner): void {
  blankTo(scanner, scanner.at + 1)
  while (scanner.at < scanner.text.length) {
    const char = scanner.text.charAt(scanner.at)
    if (char === '\\') blankTo(scanner, scanner.at + 2)
    else if (char === '`') break
    else if (char === '$' && scanner.text.charAt(scanner.at + 1) === '{') {
      blankTo(scanner, scanner.at + 2)
      scanner.before = '('
      scanCode(scanner, true)
      blankTo(scanner, scanner.at + 1)
    } else blankTo(scanner, scanner.at + 1)
  }
  blankTo(scanner, scanner.at + 1)
}

function startsRegex(scanner: Scanner): boolean {
  if (scanner.before === '' || '(,=:[!&|?{};+-*%<>~^'.includes(scanner.before)) return true
  return /\b(?:return|case|typeof|in|of)\s*$/.test(scanner.out)
}

function endOfRegex(scanner: Scanner): number {
  let inClass = false
  for (let at = scanner.at + 1; at < scanner.text.length; at += 1) {
    const char = scanner.text.charAt(at)
    if (char === '\\') at += 1
    else if (char === '[') inClass = true
    else if (char === ']') inClass = false
    else if (char === '\n') return at
    else if (char === '/' && !inClass) return at + 1
  }
  return scanner.text.length
}

function endOfQuoted(scanner: Scanner, quote: string): number {
  for (let at = scanner.at + 1; at < scanner.text.length; at += 1) {
    const char = scanner.text.charAt(at)
    if (char === '\\') at += 1
    else if (char === '\n') return at
    else if (char === quote) return at + 1
  }
  return scanner.text.length
}

function endOf(scanner: Scanner, mark: string, width: number): number {
  const found = scanner.text.indexOf(mark, scanner.at + width)
  return found < 0 ? scanner.text.length : found + width
}

function blankTo(scanner: Scanner, end: number): void {
  scanner.out += scanner.text.slice(scanner.at, end).replace(/[^\n]/g, ' ')
  // What was blanked is an operand: a slash after it divides.
  scanner.before = 'x'
  scanner.at = Math.min(end, scanner.text.length)
}

function keep(scanner: Scanner, char: string): void {
  scanner.out += char
  if (!/\s/.test(char)) scanner.before = char
  scanner.at += 1
}
