// Asks whether production's main holds a commit; the probe for a push whose answer was lost.
// Exit 0: it does. 1: it does not. 2: unknown, or bad arguments.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { commitId, readArguments, run, Stop } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { productionMain, tryGit } from './lib/git.mjs'

const usage = 'pushed.mjs PRODUCTION --commit SHA [--repository DIR]'

await run(() => {
  const given = readArguments(usage, ['PRODUCTION'], { commit: undefined, repository: '' })
  const commit = commitId(given.commit, 'commit')
  const local = existsSync(given.PRODUCTION)
  const production = local ? resolve(given.PRODUCTION) : given.PRODUCTION
  count('pushed')
  const { commit: main, reason } = productionMain(production)
  if (!main) throw new Stop(2, `Unknown whether ${commit} is in production: ${reason}`, { pushed: 'unknown' })
  if (main === commit) return { pushed: true, main }
  // A later commit may stand on it. Production itself, where it is a folder here, has all of
  // main's history, so a commit that it does not have is not part of it.
  const places = [...(local ? [production] : []), ...(given.repository ? [resolve(given.repository)] : [])]
  for (const place of places) {
    if (tryGit(place, ['cat-file', '-e', `${main}^{commit}`]).status !== 0) continue
    const pushed = tryGit(place, ['merge-base', '--is-ancestor', commit, main]).status === 0
    process.exitCode = pushed ? 0 : 1
    return { pushed, main }
  }
  throw new Stop(2, `Unknown whether main at ${main} contains ${commit}: its history is not here.`, {
    pushed: 'unknown',
    main,
  })
})
