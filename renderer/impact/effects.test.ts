import { expect, it } from 'vitest'
import type { Effect, Impact } from '../../shared/impact/impact.ts'
import { shownAt } from './effects.ts'

function impact(failed: readonly string[], nodes: Readonly<Record<string, Effect>>): Impact {
  return {
    element: failed[0] ?? '',
    name: '',
    way: 'fails',
    ways: ['fails'],
    together: null,
    failed,
    nodes: Object.entries(nodes).map(([element, effect]) => ({
      element,
      name: element,
      effect,
      sentence: '',
      path: [],
      word: 'possible',
    })),
    endings: null,
  }
}

it('says of a node what becomes of it, and nothing of what has no part in it', () => {
  const one = impact(['a'], { b: 'stops', c: 'survives' })
  expect(['a', 'b', 'c', 'd'].map((id) => shownAt(one, id))).toEqual(['fails', 'stops', 'survives', null])
})

it('a nested node stands for all that is inside', () => {
  const one = impact(['team/a'], { 'team/b': 'stops', 'other/b': 'stops', 'third/b': 'survives' })
  expect(['team', 'other', 'third'].map((id) => shownAt(one, id))).toEqual(['degrades', 'stops', 'survives'])
  expect(shownAt(impact(['team/a', 'team/b'], {}), 'team')).toBe('fails')
})
