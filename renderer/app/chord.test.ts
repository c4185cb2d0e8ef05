import { expect, it } from 'vitest'
import { chordOf } from './chord.ts'

function press(key: string, code: string, held: readonly ('ctrl' | 'meta' | 'alt' | 'shift')[] = []) {
  return {
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
  }
}

it.each([
  ['Ctrl Z', press('z', 'KeyZ', ['ctrl'])],
  ['Ctrl Shift Z', press('Z', 'KeyZ', ['ctrl', 'shift'])],
  ['N', press('n', 'KeyN')],
  ['?', press('?', 'Slash', ['shift'])],
  ['+', press('+', 'Equal', ['shift'])],
  ['1', press('1', 'Digit1')],
  ['Alt 1', press('1', 'Digit1', ['alt'])],
  ['C', press('с', 'KeyC')],
  ['Delete', press('Delete', 'Delete')],
  ['Alt Shift T', press('Þ', 'KeyT', ['alt', 'shift'])],
])('%s', (chord, event) => {
  expect(chordOf(event, false)).toBe(chord)
})

it('takes the command key on a Mac, where Alt with a letter types another sign', () => {
  expect(chordOf(press('s', 'KeyS', ['meta']), true)).toBe('Ctrl S')
  expect(chordOf(press('†', 'KeyT', ['alt', 'shift']), true)).toBe('Alt Shift T')
})
