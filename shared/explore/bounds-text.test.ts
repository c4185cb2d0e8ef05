import { expect, it } from 'vitest'
import { boundsText } from './bounds-text.ts'

it('names the faults that a schedule may have, and groups what is long', () => {
  const bounds = [
    { name: 'faults: host', value: '1' },
    { name: 'faults: drop', value: '0' },
    { name: 'timers', value: 'at any moment' },
    { name: 'states', value: '2000000' },
  ]
  expect(boundsText(bounds)).toBe('faults host 1; timers at any moment; states 2,000,000')
  expect(boundsText(bounds.slice(1, 2))).toBe('faults none')
})
