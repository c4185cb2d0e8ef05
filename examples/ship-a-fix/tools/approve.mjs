// Records a person's approval of one commit for production's hook.
// Exit 0: recorded (now or before). 1: another approval of it stands. 2: bad arguments or unreadable repositories.
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { commitId, folder, readArguments, run, Stop } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { git, productionMain } from './lib/git.mjs'

const usage = 'approve.mjs PRODUCTION --commit SHA --digest D --by NAME [--comment TEXT] [--repository DIR]'

await run(() => {
  const options = { commit: undefined, digest: undefined, by: undefined, comment: '', repository: '' }
  const given = readArguments(usage, ['PRODUCTION'], options)
  const production = folder(given.PRODUCTION)
  const commit = commitId(given.commit, 'commit')
  if (!/^[A-Za-z0-9:_-]{16,128}$/.test(given.digest)) throw new Stop(2, `"${given.digest}" is not a digest.`)
  if (given.by.trim() === '') throw new Stop(2, '--by must name who approves.')
  // The commit is not in production yet, so its tree is read where it was made.
  const repository = folder(given.repository || join(dirname(production), 'work'))
  const tree = git(repository, ['rev-parse', '--verify', `${commit}^{tree}`])
  const main = productionMain(production)
  if (!main.commit) throw new Stop(2, `Production cannot be read: ${main.reason}`)
  count('approve')
  // The hook compares the first four lines of this form as they stand, and in no other form.
  const { digest, by, comment } = given
  const approval = { commit, tree, base: main.commit, digest, by, comment, at: new Date().toISOString() }
  const file = join(production, 'approvals', `${commit}.json`)
  return { approved: true, file, ...recorded(file, approval) }
})

// A link appears whole and never replaces: of two decisions at once the first stands.
function recorded(file, approval) {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(approval, null, 2)}\n`, { flush: true })
  try {
    linkSync(temporary, file)
    return approval
  } catch (cause) {
    if (!existsSync(file)) throw cause
  } finally {
    rmSync(temporary, { force: true })
  }
  const standing = JSON.parse(readFileSync(file, 'utf8'))
  const { at: _, ...mine } = approval
  if (Object.entries(mine).every(([name, value]) => standing[name] === value)) return standing
  throw new Stop(
    1,
    `Commit ${approval.commit} was already approved by ${standing.by} under digest ${standing.digest}.`,
  )
}
