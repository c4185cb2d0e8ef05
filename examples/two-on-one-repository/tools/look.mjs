// Says how the function price is called. look.mjs SHOP: prints { takes: "number" or "object", bareCallers: [file] }.
import process from 'node:process'
import { bareCallers, takesObject } from './lib/shop.mjs'

const [shop = ''] = process.argv.slice(2)
const takes = takesObject(shop) ? 'object' : 'number'
process.stdout.write(`${JSON.stringify({ takes, bareCallers: bareCallers(shop) })}\n`)
