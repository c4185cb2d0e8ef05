// Adds discounts, with a test. add-discount.mjs SHOP number|object: what the function price is called with.
import process from 'node:process'
import { note, write } from './lib/shop.mjs'

const [shop = '', takes = 'number'] = process.argv.slice(2)
const call = takes === 'object' ? 'price({ net: net * (1 - off), rate: 0.19 })' : 'price(net * (1 - off))'
write(
  shop,
  'discount.mjs',
  `import { price } from './price.mjs'

/** A net price less a part of it, with tax, in cents. */
export function discounted(net, off) {
  return ${call}
}
`,
)
write(
  shop,
  'test/discount.test.mjs',
  `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discounted } from '../discount.mjs'

test('a discount is taken before tax', () => {
  assert.equal(discounted(1000, 0.1), 1071)
})
`,
)
note(shop, 'discounts')
process.stdout.write(`${JSON.stringify({ file: 'discount.mjs', call })}\n`)
