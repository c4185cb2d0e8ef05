import { expect, test } from 'vitest'
import { exploreArguments } from './arguments.ts'

test('without a model the comparison is asked for', () => {
  expect(exploreArguments([])).toEqual({ json: false, rounds: 5, single: null, peer: true })
  expect(exploreArguments(['--json', '--rounds', '2', '--peer', 'none'])).toEqual({
    json: true,
    rounds: 2,
    single: null,
    peer: false,
  })
})

test('with a model one search is asked for; a peer has no symmetry', () => {
  expect(exploreArguments(['--model', 'twophase', '--n', '5', '--symmetry'])).toEqual({
    json: false,
    rounds: 5,
    single: { model: 'twophase', n: 5, symmetry: true, exact: false, threads: null },
    peer: false,
  })
  expect(exploreArguments(['--model', 'twophase', '--n', '8', '--threads', '2']).single?.threads).toBe(2)
})

test.each([
  [['--model', 'twophase'], '--n : expected a whole number from 1 to 64'],
  [['--model', 'twophase', '--n', '2.5'], '--n 2.5: expected a whole number'],
  [['--n', '5'], 'need a --model'],
  [['--peer', 'tlc'], '--peer tlc: expected spin or none'],
  [['--model', 'twophase', '--n', '5', '--exact', '--threads', '2'], 'without --exact'],
])('%j is refused', (argv, message) => {
  expect(() => exploreArguments(argv)).toThrow(message)
})
