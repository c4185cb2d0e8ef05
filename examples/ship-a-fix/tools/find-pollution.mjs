// Searches argument lists for one after which a built-in constructor or prototype has a new key.
// Exit 0: searched, whether found or not. 2: bad arguments, or the library could not be searched.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { childEnvironment } from './lib/child.mjs'
import { folder, readArguments, run, Stop, say, whole } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { spoken } from './lib/git.mjs'

const usage = 'find-pollution.mjs DIR [--seed N] [--runs N]'

await run(() => {
  const given = readArguments(usage, ['DIR'], { seed: '1', runs: '3000' })
  const root = folder(given.DIR)
  const seed = whole(given.seed, 'seed', 0)
  const runs = whole(given.runs, 'runs', 1)
  count('find-pollution')
  say(`Searching with seed ${seed}, at most ${runs} argument lists`)
  const answer = search(root, seed, runs)
  say(answer.found ? `${JSON.stringify(answer.argv)} adds ${answer.polluted}` : 'No built-in gained a key')
  return answer
})

// The library runs in a process of its own: what it does to the built-ins, to the output or to
// memory cannot reach the one that reports.
function search(root, seed, runs) {
  const worker = join(import.meta.dirname, 'lib', 'pollution-worker.mjs')
  const limits = ['--max-old-space-size=512', worker, root, String(seed), String(runs)]
  const done = spawnSync(process.execPath, limits, {
    encoding: 'utf8',
    env: childEnvironment(),
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  })
  if (done.error?.code === 'ETIMEDOUT')
    throw new Stop(2, `The search in ${root} did not end within 120 seconds.`)
  try {
    return JSON.parse(done.output[3])
  } catch {
    const reason = done.stderr.split('\n').find((line) => /^\w*Error/.test(line)) ?? spoken(done.stderr)
    throw new Stop(2, `The library in ${root} could not be searched: ${reason || `exit ${done.status}`}`)
  }
}
