import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Foreground, ground, and the WCAG 2 contrast it needs: 4.5 for text, 3 for graphics that carry meaning. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ['text', 'canvas', 4.5],
  ['text', 'raised', 4.5],
  ['text-2', 'surface', 4.5],
  ['text-3', 'surface', 4.5],
  ['text-3', 'hover', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['line-control', 'raised', 3],
  ['node-line', 'canvas', 3],
  ['edge', 'canvas', 3],
  ['on-wait', 'wait-fill', 4.5],
  ['on-doubt', 'doubt-fill', 4.5],
  ['wait', 'canvas', 4.5],
  ['live', 'live-soft', 4.5],
  ['live-fill', 'canvas', 3],
  ['warn', 'warn-soft', 4.5],
  ['warn-fill', 'canvas', 3],
  ['fail', 'fail-soft', 4.5],
  ['fail-fill', 'raised', 3],
  ['doubt', 'doubt-soft', 4.5],
  ['done', 'done-soft', 4.5],
  ['done-fill', 'canvas', 3],
  ['idle', 'idle-soft', 4.5],
  ['idle-fill', 'canvas', 3],
  ['text', 'add-bg', 4.5],
  ['text', 'del-bg', 4.5],
  ['add-mark', 'add-bg', 4.5],
  ['del-mark', 'del-bg', 4.5],
]

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${theme}"] {`))
  const body = block.slice(0, block.indexOf('}'))
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name = '', hex = '']) => [name, hex]),
  )
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const tokens = tokensOf(theme)
  it.each(PAIRS)('%s on %s has at least %d:1', (front, ground, needs) => {
    const [one, other] = [tokens.get(front), tokens.get(ground)]
    expect(one, front).toBeDefined()
    expect(other, ground).toBeDefined()
    expect(contrast(one ?? '', other ?? '')).toBeGreaterThanOrEqual(needs)
  })
})

it('both themes name the same tokens', () => {
  expect([...tokensOf('light').keys()].sort()).toEqual([...tokensOf('dark').keys()].sort())
})
