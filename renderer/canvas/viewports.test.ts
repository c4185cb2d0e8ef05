import { expect, test } from 'vitest'
import { shows } from './viewports.ts'

const BOUNDS = { x: 0, y: 0, width: 1000, height: 400 }

test('a view that shows all as large as it can stays, one that cuts off or is smaller does not', () => {
  const fit = { x: 40, y: 100, zoom: 0.5 }
  const size = { width: 580, height: 500 }
  expect(shows(fit, fit, BOUNDS, size)).toBe(true)
  expect(shows({ ...fit, x: 60 }, fit, BOUNDS, size)).toBe(true)
  expect(shows({ ...fit, x: 90 }, fit, BOUNDS, size)).toBe(false)
  expect(shows({ ...fit, y: -1 }, fit, BOUNDS, size)).toBe(false)
  expect(shows({ ...fit, zoom: 0.4 }, fit, BOUNDS, size)).toBe(false)
})
