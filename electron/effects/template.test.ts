import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fillArguments, fillJson, fillTemplate } from './template.ts'

const scope = { in: { name: 'Ada', list: [1, 2], none: null, tricky: '{{in.name}} $& }}' } }

describe('fillTemplate', () => {
  test('inserts strings as they are and everything else as JSON', async () => {
    expect(await fillTemplate('Hi {{in.name}}: {{ in.list }}, {{in.none}}, [{{in.missing}}]', scope)).toBe(
      'Hi Ada: [1,2], null, []',
    )
  })

  test('an inserted value is not read again', async () => {
    expect(await fillTemplate('<{{in.tricky}}>', scope)).toBe('<{{in.name}} $& }}>')
  })

  test('braces and quotes inside an expression do not end it', async () => {
    expect(await fillTemplate('{{ {"a": {"b": 1}} }}|{{"}}"}}|{{"\\"}}"}}', scope)).toBe(
      '{"a":{"b":1}}|}}|"}}',
    )
  })

  test.each([
    ['{{in.name', /\{\{in\.name\}\}: it is not closed/],
    ['{{ }}', /no expression/],
    ['a {{in.name +}} b', /\{\{in\.name \+\}\}: /],
    ['{{$nope()}}', /\{\{\$nope\(\)\}\}: /],
  ])('%s is an error that names the expression', async (text, message) => {
    await expect(fillTemplate(text, scope)).rejects.toThrow(message)
  })

  test('any value, whatever it holds, arrives unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (before, value) => {
        fc.pre(!before.includes('{'))
        expect(await fillTemplate(`${before}{{in.value}}`, { in: { value } })).toBe(before + value)
      }),
      { numRuns: 50 },
    )
  })
})

test('an argument that comes out as nothing is refused with a remedy', async () => {
  expect(await fillArguments(['--to', '{{in.list}}', '{{in.missing ?? ""}}'], scope)).toEqual([
    '--to',
    '[1,2]',
    '',
  ])
  await expect(fillArguments(['{{in.missing}}'], scope)).rejects.toThrow(/in\.missing.*gives nothing.*\?\?/)
})

test('a string that is one expression keeps the type of its value', async () => {
  const value = { a: '{{in.list}}', b: ['x {{in.list}}', '{{in.missing}}', 3], c: { d: '{{in.name}}' } }
  expect(await fillJson(value, scope)).toEqual({ a: [1, 2], b: ['x [1,2]', null, 3], c: { d: 'Ada' } })
})
