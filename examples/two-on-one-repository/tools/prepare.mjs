// Makes a small shop as a git repository, and a bare one to deliver to. Asked again it gives the same answer.
// prepare.mjs DIR: prints { repository, upstream, commit }.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { git } from './lib/git.mjs'

const FILES = {
  'CHANGELOG.md': '# Changes\n\n## Next\n\n## 1.0\n\n- prices with tax\n',
  'package.json': `${JSON.stringify({ name: 'shop', version: '1.0.0', type: 'module' }, null, 2)}\n`,
  'price.mjs': `/** A net price with tax, in cents. */
export function price(net) {
  return Math.round(net * 1.19)
}
`,
  'invoice.mjs': `import { price } from './price.mjs'

/** The total of an invoice, in cents. */
export function total(items) {
  return items.reduce((sum, item) => sum + price(item.net), 0)
}
`,
  'test/invoice.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { total } from '../invoice.mjs'

test('an invoice adds up prices with tax', () => {
  assert.equal(total([{ net: 1000 }, { net: 500 }]), 1785)
})
`,
}

// Fixed names and dates make the commit id a function of the files.
const AUTHOR = {
  GIT_AUTHOR_NAME: 'Synod',
  GIT_AUTHOR_EMAIL: 'synod@localhost',
  GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Synod',
  GIT_COMMITTER_EMAIL: 'synod@localhost',
  GIT_COMMITTER_DATE: '2020-01-01T00:00:00Z',
}

const folder = resolve(process.argv[2] ?? '')
const made = join(folder, 'made')
const [repository, upstream] = [join(made, 'shop'), join(made, 'upstream.git')]
if (!existsSync(made)) {
  mkdirSync(folder, { recursive: true })
  const aside = mkdtempSync(join(folder, '.making-'))
  const shop = join(aside, 'shop')
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(shop, name)), { recursive: true })
    writeFileSync(join(shop, name), text)
  }
  git(shop, ['init', '--quiet', '--initial-branch=main'])
  git(shop, ['add', '--all'])
  git(shop, ['commit', '--quiet', '--message', 'A shop'], AUTHOR)
  git(aside, ['clone', '--quiet', '--bare', shop, join(aside, 'upstream.git')])
  // Both are there whole or not at all.
  renameSync(aside, made)
  rmSync(aside, { recursive: true, force: true })
}
const commit = git(repository, ['rev-parse', 'HEAD']).trim()
process.stdout.write(`${JSON.stringify({ repository, upstream, commit })}\n`)
