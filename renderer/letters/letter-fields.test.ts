import { expect, it } from 'vitest'
import { readEdit } from './letter-fields.tsx'

it('reads only what was changed: a text as a text, all else as JSON', () => {
  const content = { task: 'bad', count: 1, list: [1, 2] }
  expect(readEdit(content, {})).toEqual({ values: {}, problems: {} })
  expect(readEdit(content, { task: 'bad', list: '[1,2]' })).toEqual({ values: {}, problems: {} })
  expect(readEdit(content, { task: '7', count: '2' }).values).toEqual({ task: '7', count: 2 })
  const broken = readEdit(content, { count: '{', task: 'good' })
  expect(broken.values).toEqual({ task: 'good' })
  expect(broken.problems['count']).toMatch(/^Not JSON yet/)
})
