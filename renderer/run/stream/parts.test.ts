import { expect, it } from 'vitest'
import { codeParts, readCall } from './parts.ts'

it('sets code and JSON apart and leaves the rest as it is', () => {
  expect(codeParts('I did:\n\n```js\nlet x\n```\nDone <b>')).toEqual([
    { code: false, text: 'I did:' },
    { code: true, text: 'let x' },
    { code: false, text: 'Done <b>' },
  ])
  expect(codeParts('{ "found": tr')).toEqual([{ code: true, text: '{ "found": tr' }])
  expect(codeParts('So:\n\n{\n  "a": 1')).toEqual([
    { code: false, text: 'So:' },
    { code: true, text: '{\n  "a": 1' },
  ])
})

it('reads a call of a tool, and nothing into what is none', () => {
  expect(readCall('{"tool":"lint","args":{}}')).toEqual({ tool: 'lint', args: null })
  expect(readCall('{"tool":"lint","args":{"a":1}}')?.args).toBe('{\n  "a": 1\n}')
  expect(readCall('{"tool":"li')).toBeNull()
  expect(readCall('[1]')).toBeNull()
})
