import { expect, it } from 'vitest'
import type { TraceStep } from '../../shared/explore/result.ts'
import { storyStart } from './story-start.ts'

const steps = (count: number, fault: number | null): TraceStep[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ words: '', action: '', element: null, transitions: [] },
    fault: at === fault,
  }))

it('begins shortly before the first fault, or before the step that decided it', () => {
  expect(storyStart({ steps: steps(47, 40), pivot: null })).toBe(37)
  expect(storyStart({ steps: steps(47, 40), pivot: 20 })).toBe(17)
})

it('begins before the end where no fault is needed, and tells a short story whole', () => {
  expect(storyStart({ steps: steps(30, null), pivot: null })).toBe(21)
  expect(storyStart({ steps: steps(9, 5), pivot: null })).toBe(0)
})
