import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../shared/topology/payload.ts'
import { evaluate } from './expression.ts'

const scope = { in: { a: 1, list: [1, 2, 3], text: 'x', in: { b: 2 } } }

describe('evaluate', () => {
  test.each([
    ['in.in.b', 2],
    ['in.list[$ > 1]', [2, 3]],
    ['in.list[$ > 5]', null],
    ['$keys(in)', ['a', 'list', 'text', 'in']],
    ['in.list ~> $sum()', 6],
    ['{"x": in.missing, "y": in.a}', { y: 1 }],
    ['$match("a1b22", /[0-9]+/).match', ['1', '22']],
    ['$replace("aXbX", /x/i, "-")', 'a-b-'],
  ])('%s', async (expression, value) => {
    expect(await evaluate(expression, scope)).toEqual(value)
  })

  test('a name is looked up as JSONata would have it', async () => {
    const name = fc.constantFrom(
      'in',
      'a',
      'and',
      'true',
      'null',
      'function',
      'trueish',
      'constructor',
      'x_1',
    )
    const path = fc.array(name, { minLength: 1, maxLength: 3 })
    const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>('text', '', 0, 1.5, true, false, null, [], [1], ['a', { a: 1 }]),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    })).value
    await fc.assert(
      fc.asyncProperty(path, fc.dictionary(name, value), async (names, within) => {
        const expression = names.join('.')
        // In parentheses it is an expression like any other.
        const slow = await evaluate(`(${expression})`, within).catch((error: Error) => error.name)
        expect(await evaluate(expression, within).catch((error: Error) => error.name)).toEqual(slow)
      }),
      { numRuns: 500 },
    )
  })

  test('what a message holds is not changed by a transform', async () => {
    const message = { in: { a: 1 } }
    expect(await evaluate('in ~> |$|{"a": 2}|', message)).toEqual({ a: 2 })
    expect(message).toEqual({ in: { a: 1 } })
  })
})

describe('an expression gives the same for the same message', () => {
  test.each(['$now()', '$millis()', '$random()', '$shuffle([1,2])', '$eval("1")'])(
    '%s is not available',
    async (expression) => {
      await expect(evaluate(expression, scope)).rejects.toThrow(/is not available/)
    },
  )

  test('a time without a date is one of 1970', async () => {
    expect(await evaluate('$toMillis("00:00:02", "[H01]:[m01]:[s01]")', scope)).toBe(2000)
  })
})

describe('an expression ends', () => {
  test.each([
    ['($f := function($n){$f($n + 1)}; $f(1))', /does not end within/],
    ['($f := function($n){1 + $f($n + 1)}; $f(1))', /calls deep/],
    ['[1..9999999]', /more than 100000 items/],
    ['($f := function($s){$f($s & $s)}; $f("0123456789"))', /text of more than/],
    ['$contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)', /regular expression does not end/],
  ])('%s', async (expression, message) => {
    await expect(evaluate(expression, scope)).rejects.toThrow(message)
  })
})

describe('only data comes out', () => {
  test.each(['$sum', 'function($x){$x}', '{"f": $sum}', '/x/'])('%s is refused', async (expression) => {
    await expect(evaluate(expression, scope)).rejects.toThrow(/a function, not a value/)
  })

  test.each(['in.constructor', 'in.text.constructor', 'in.__proto__', '$sum.implementation'])(
    '%s reaches nothing of the machine',
    async (expression) => {
      expect(await evaluate(expression, scope)).toBeNull()
    },
  )
})
