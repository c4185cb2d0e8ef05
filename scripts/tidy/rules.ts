import { codeOnly } from './code.ts'
import { layers } from './layers.ts'
import { type Finding, findLines, isCode, isTest, isTypeScript, type Rule } from './rule.ts'

const MAX_FILE_LINES = 400
const MAX_FUNCTION_LINES = 70

const fileLength: Rule = {
  name: 'file-length',
  check: (path, text) => {
    if (!isCode(path) && !path.endsWith('.css')) return []
    const lines = text.trimEnd().split('\n').length
    if (lines <= MAX_FILE_LINES) return []
    const message = `${lines} lines, at most ${MAX_FILE_LINES}: split it by responsibility`
    return [{ rule: 'file-length', path, line: MAX_FILE_LINES + 1, message }]
  },
}

/**
 * The formatter puts the brace that ends a function at the indentation of the line that begins it, which is
 * all that is needed to measure it. The linter measures too; this rule also covers what it may not parse.
 */
const functionLength: Rule = {
  name: 'function-length',
  check: (path, text) => {
    if (!isCode(path) || isTest(path) || path.startsWith('bench/')) return []
    const lines = codeOnly(text).split('\n')
    return lines.flatMap((line, index): readonly Finding[] => {
      if (!opensFunction(line)) return []
      const indent = /^\s*/.exec(line)?.[0] ?? ''
      const end = lines.findIndex((other, at) => at > index && other.startsWith(`${indent}}`))
      const length = end - index - 1
      if (end < 0 || length <= MAX_FUNCTION_LINES) return []
      const message = `a function of ${length} lines, at most ${MAX_FUNCTION_LINES}: name its parts`
      return [{ rule: 'function-length', path, line: index + 1, message }]
    })
  },
}

function opensFunction(line: string): boolean {
  if (!/\{\s*$/.test(line) || /^\s*(?:if|for|while|switch|\} else|\} catch|try|do)\b/.test(line)) return false
  return /\bfunction\b|=>\s*\{\s*$|^\s*(?:(?:async|get|set|static|private|override) )*[\w#]+\(.*\).*\{\s*$|^\s*\).*\{\s*$/.test(
    line,
  )
}

const noStarExport: Rule = {
  name: 'no-star-export',
  check: (path, text) =>
    isCode(path)
      ? findLines('no-star-export', path, codeOnly(text), /^\s*export\s+(?:type\s+)?\*/, () => {
          return 'name what is exported: a star hides where a word comes from'
        })
      : [],
}

/** What the world knows and shared/ must be told, with how it is told. */
const BANNED_GLOBALS: ReadonlyMap<string, string> = new Map([
  ['Date', 'take the instant as an argument from the driver'],
  ['performance', 'take the instant as an argument from the driver'],
  ['setTimeout', 'arm a timer in the reaction: the driver decides when it fires'],
  ['setInterval', 'arm a timer in the reaction: the driver decides when it fires'],
  ['setImmediate', 'return the work as a reaction'],
  ['queueMicrotask', 'return the work as a reaction'],
  ['crypto', 'take the digest or the random number as an argument from the driver'],
  ['process', 'take the value as an argument from the host'],
  ['fetch', 'ask for an effect'],
  ['console', 'return what happened: the shells print'],
  ['Buffer', 'use a Uint8Array or a string'],
  ['window', 'the page belongs to renderer/'],
  ['localStorage', 'the page belongs to renderer/'],
  ['globalThis', 'name what is needed and take it as an argument'],
])

/** A use is a call, a member or a construction; a key, a type of ours or a word in a text is none. */
const BANNED_USE = new RegExp(
  `(?<![\\w$.#])(?:new\\s+)?(${[...BANNED_GLOBALS.keys()].join('|')})(?=\\s*(?:[([.;]|\\?\\.|$))`,
)

const pureShared: Rule = {
  name: 'pure-shared',
  check: (path, text) => {
    if (!path.startsWith('shared/') || !isTypeScript(path) || isTest(path)) return []
    const code = codeOnly(text)
    return [
      ...findLines('pure-shared', path, code, BANNED_USE, (match) => {
        const name = match.replace(/^new\s+/, '')
        return `${name} is not for shared/: ${BANNED_GLOBALS.get(name) ?? 'pass it in'}`
      }),
      ...findLines('pure-shared', path, code, /\bMath\s*\.\s*random\b/, () => {
        return 'Math.random is not for shared/: take a seeded random as an argument from the driver'
      }),
    ]
  },
}

const noSilencing: Rule = {
  name: 'no-silencing',
  check: (path, text) =>
    isTypeScript(path)
      ? findLines('no-silencing', path, text, /@ts-(?:ignore|expect-error|nocheck)\b/, (match) => {
          return `${match} hides a fault from the compiler: give the value its type`
        })
      : [],
}

const relativeWithExtension: Rule = {
  name: 'import-extension',
  check: (path, text) =>
    isTypeScript(path)
      ? findLines(
          'import-extension',
          path,
          text,
          /\b(?:from|import)\s*\(?\s*'\.{1,2}\/[^'?]*(?<!\.\w+)'/,
          () => {
            return 'write the extension (.ts, .tsx): Node runs the sources as they are'
          },
        )
      : [],
}

/** Traces of the place where the project was written, and addresses that nobody else can reach. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.~$}-])\/work\//, 'a path of one machine'],
  [/\bshared\/(?:design|tools|look)\//, 'a folder that is not in the project'],
  [/\/(?:root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\/(?!user\/)/, "somebody's home folder"],
  [
    /https?:\/\/(?:10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:internal|corp|intranet)\b)/,
    'an address of a private network',
  ],
  [/"resolved":\s*"(?!https:\/\/registry\.npmjs\.org\/)/, 'a registry of one network'],
]

const noForeign: Rule = {
  name: 'no-foreign',
  check: (path, text) => {
    if (path.startsWith('scripts/tidy')) return []
    return FOREIGN.flatMap(([pattern, what]) =>
      findLines('no-foreign', path, text, pattern, (match) => `${match} is ${what}: leave it out`),
    )
  },
}

/** Every rule, in the order in which it reports. */
export const RULES: readonly Rule[] = [
  layers,
  fileLength,
  functionLength,
  noStarExport,
  pureShared,
  noSilencing,
  relativeWithExtension,
  noForeign,
]

/** All that the rules say about one file. */
export function checkFile(path: string, text: string): readonly Finding[] {
  return RULES.flatMap((rule) => rule.check(path, text))
}
