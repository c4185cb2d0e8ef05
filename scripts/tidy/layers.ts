import { posix } from 'node:path'
import { codeOnly } from './code.ts'
import { type Finding, isCode, isTest, type Rule } from './rule.ts'

const SHARED = [
  'topology',
  'kernel',
  'nodes',
  'hazards',
  'explore',
  'rehearse',
  'trace',
  'impact',
  'lessons',
  'api',
].map((room) => `shared/${room}`)
const ABOVE_NODES = ['shared/topology', 'shared/kernel', 'shared/nodes']

/**
 * The layer table: what each room may import beside itself. Every arrow points down.
 * A room that is not listed doesn't exist: add it here first, and say why in docs/decisions/.
 */
export const LAYERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['shared/topology', []],
  ['shared/kernel', ['shared/topology']],
  ['shared/nodes', ['shared/topology', 'shared/kernel']],
  ['shared/hazards', ABOVE_NODES],
  // A counterexample is told in the words of a run.
  ['shared/explore', [...ABOVE_NODES, 'shared/trace']],
  // A rehearsal plays as a run does, and whoever schedules by hand walks through what a check searches.
  ['shared/rehearse', [...ABOVE_NODES, 'shared/trace', 'shared/explore']],
  // What a failure does is told by the graphs of a drawing, and confirmed by a search.
  ['shared/impact', [...ABOVE_NODES, 'shared/hazards', 'shared/explore']],
  // Lessons are judged by what a check found.
  ['shared/lessons', [...ABOVE_NODES, 'shared/explore']],
  ['shared/trace', ABOVE_NODES],
  ['shared/api', SHARED],
  ['electron', SHARED],
  ['renderer', SHARED],
  ['bin', ['electron']],
  ['scripts', []],
  ['examples', []],
  ['bench', [...SHARED, 'electron', 'scripts', 'examples']],
  ['e2e', [...SHARED, 'electron', 'scripts', 'examples', 'bench']],
])

/** The packages that shared/ may use: small and pure. */
const PURE_PACKAGES = ['zod', 'jsonata', 'mutative']
const TEST_PACKAGES = ['vitest', 'fast-check']

export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Every module that the text names: static, for side effects, dynamic, re-exported. */
export function importsOf(text: string): readonly Import[] {
  const code = codeOnly(text)
  const found: Import[] = []
  for (const match of text.matchAll(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\2/g)) {
    // The keyword must be code: a sentence in a comment or a string is not an import.
    if (code.slice(match.index, match.index + 4).trim() === '') continue
    found.push({ specifier: match[3] ?? '', line: text.slice(0, match.index).split('\n').length })
  }
  return found
}

/** The room that a path belongs to: a folder of shared/, or the top folder. */
export function roomOf(path: string): string | undefined {
  const [top = '', second] = path.split('/')
  if (second === undefined) return undefined
  return top === 'shared' ? `shared/${second}` : top
}

export const layers: Rule = {
  name: 'layers',
  check: (path, text) => {
    const from = roomOf(path)
    if (!isCode(path) || from === undefined) return []
    if (!LAYERS.has(from)) {
      if (!from.startsWith('shared/')) return []
      return [finding(path, 1, `${from} is not a room of the layer table in scripts/tidy/layers.ts`)]
    }
    return importsOf(text).flatMap((one) => {
      const message = one.specifier.startsWith('.')
        ? checkRelative(path, from, one.specifier)
        : checkPackage(path, from, one.specifier)
      return message === undefined ? [] : [finding(path, one.line, message)]
    })
  },
}

function checkRelative(path: string, from: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier)
  const to = roomOf(target)
  if (to === undefined || to === from || to === 'node_modules') return undefined
  if (LAYERS.get(from)?.includes(to)) return undefined
  // A test of a lower room may use an upper one, never across the machine's border.
  if (isTest(path) && (to.startsWith('shared/') || to === 'examples')) return undefined
  return `${from} must not import ${to}: the arrows of the layer table point the other way`
}

function checkPackage(path: string, from: string, specifier: string): string | undefined {
  if (!from.startsWith('shared/')) return undefined
  const parts = specifier.split('/')
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
  if (PURE_PACKAGES.includes(name)) return undefined
  if (isTest(path) && (TEST_PACKAGES.includes(name) || specifier.startsWith('node:'))) return undefined
  return `shared/ must not import ${specifier}: it is pure; ask for an effect, or pass the value in`
}

function finding(path: string, line: number, message: string): Finding {
  return { rule: 'layers', path, line, message }
}
