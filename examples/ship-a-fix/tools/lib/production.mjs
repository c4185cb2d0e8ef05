import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { git, productionMain } from './git.mjs'

const hook = join(import.meta.dirname, '..', 'production-hook.sh')
const hooks = ['pre-receive', 'reference-transaction']

/** Makes the bare repository in `folder`, to be moved to `target`, with the commit `HEAD` of `work`. */
export function makeProduction(work, folder, target) {
  mkdirSync(join(folder, 'hooks'), { recursive: true })
  mkdirSync(join(folder, 'approvals'))
  const branch = ['--initial-branch=main', '--object-format=sha1']
  git(folder, ['init', '--quiet', '--bare', '--template=', ...branch])
  git(work, ['push', '--quiet', folder, 'HEAD:refs/heads/main'])
  // Set here and absolute, since a hooks path in the configuration of whoever pushes would
  // otherwise replace these hooks without a word.
  git(folder, ['config', 'core.hooksPath', join(target, 'hooks')])
  git(folder, ['config', 'receive.denyNonFastForwards', 'true'])
  git(folder, ['config', 'receive.denyDeletes', 'true'])
  // Packing refs looks to the hook like deleting main, so housekeeping leaves refs alone.
  git(folder, ['config', 'gc.packRefs', 'false'])
  for (const name of hooks) {
    cpSync(hook, join(folder, 'hooks', name))
    chmodSync(join(folder, 'hooks', name), 0o755)
  }
}

export function isGuarded(production, commit) {
  const present = hooks.every((name) => existsSync(join(production, 'hooks', name)))
  return present && productionMain(production).commit === commit
}
