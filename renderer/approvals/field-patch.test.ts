import { expect, it } from 'vitest'
import { diffRows } from './diff.ts'
import { fieldPatch, readValue, valueText } from './field-patch.ts'

it('tells what changed between two texts, with the numbers of the lines', () => {
  const { patch, added, removed } = fieldPatch('a\nb\nc\nd', 'a\nB\nb2\nc\nd')
  expect([added, removed]).toEqual([2, 1])
  expect(diffRows(patch)).toEqual([
    { type: 'gap', lines: 1 },
    { type: 'del', before: 2, after: null, text: 'b' },
    { type: 'add', before: null, after: 2, text: 'B' },
    { type: 'add', before: null, after: 3, text: 'b2' },
  ])
  expect(fieldPatch('a\na', 'a')).toMatchObject({ added: 0, removed: 1 })
})

it('reads back what was typed as the kind of value that it was', () => {
  expect(valueText('a "b"')).toBe('a "b"')
  expect(valueText({ n: 1 })).toBe('{\n  "n": 1\n}')
  expect(readValue('12', 'text')).toEqual({ value: '12' })
  expect(readValue('12', 3)).toEqual({ value: 12 })
  expect(readValue('{', {})).toBe(null)
})
