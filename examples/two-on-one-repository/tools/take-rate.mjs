// Gives the function price a tax rate and changes the callers that it is told of. take-rate.mjs SHOP CALLERS-AS-JSON
import process from 'node:process'
import { note, read, takesObject, write } from './lib/shop.mjs'

const [shop = '', callers = '[]'] = process.argv.slice(2)
const changed = JSON.parse(callers)
write(
  shop,
  'price.mjs',
  `/** A net price with tax at a rate, in cents. */
export function price({ net, rate }) {
  return Math.round(net * (1 + rate))
}
`,
)
for (const name of changed) write(shop, name, withRate(read(shop, name)))
note(shop, 'a tax rate for each price')
process.stdout.write(`${JSON.stringify({ changed, takesObject: takesObject(shop) })}\n`)

// What stands in the call may hold brackets of its own.
function withRate(text) {
  let done = ''
  let rest = text
  for (let call = /\bprice\((?!\{)/.exec(rest); call !== null; call = /\bprice\((?!\{)/.exec(rest)) {
    const start = call.index + call[0].length
    let end = start
    for (let open = 1; open > 0 && end < rest.length; end += 1) {
      if (rest[end] === '(') open += 1
      if (rest[end] === ')') open -= 1
    }
    done += `${rest.slice(0, start)}{ net: ${rest.slice(start, end - 1)}, rate: 0.19 })`
    rest = rest.slice(end)
  }
  return done + rest
}
