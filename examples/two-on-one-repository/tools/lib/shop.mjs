import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function read(shop, name) {
  return readFileSync(join(shop, name), 'utf8')
}

export function write(shop, name, text) {
  writeFileSync(join(shop, name), text)
}

/** Puts a line under "Next". Two who do so change the same place of the file. */
export function note(shop, line) {
  const text = read(shop, 'CHANGELOG.md')
  write(shop, 'CHANGELOG.md', text.replace('## Next\n\n', `## Next\n\n- ${line}\n`))
}

/** Does the function price take an object, or a bare number? */
export function takesObject(shop) {
  return read(shop, 'price.mjs').includes('price({')
}

/** The files that call price with a bare number. */
export function bareCallers(shop) {
  return readdirSync(shop).filter(
    (name) => name.endsWith('.mjs') && name !== 'price.mjs' && /\bprice\((?!\{)/.test(read(shop, name)),
  )
}
