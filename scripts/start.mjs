/** `npm start`: sets up what is missing, then opens Synod, in a window of its own or as a page in the browser. */
import { spawn } from 'node:child_process'
import { build, TARGETS } from './setup/build.mjs'
import { ensureElectron } from './setup/electron.mjs'
import { projectEnv } from './setup/node.mjs'
import { ROOT, say } from './setup/terminal.mjs'
import { runCommand, setup } from './setup.mjs'

/** An Electron that ends this soon, and badly, never showed its window. */
const STILLBORN_MS = 5_000
const PARENT_CHECK_MS = 500

/** @returns {Promise<number>} */
async function main() {
  const node = await setup()
  await build(TARGETS.page, node)
  const electron = await ensureElectron(node)
  const args = process.argv.slice(2)
  if ('program' in electron) {
    await build(TARGETS.app, node)
    const begun = performance.now()
    const code = await runInFront(electron.program, ['.', ...args], node)
    if (code === 0 || performance.now() - begun > STILLBORN_MS) return code
    say(`The Electron app ended with ${code} before it showed a window; serving the same as a page`)
  } else {
    say(`The Electron app doesn't open here: ${electron.why}; serving the same as a page`)
  }
  const command = [
    '--disable-warning=ExperimentalWarning',
    'electron/cli/main.ts',
    'serve',
    '--open',
    ...args,
  ]
  return runInFront(node, command, node)
}

/**
 * Gives the terminal and the signals to a child, and answers its exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} node
 * @returns {Promise<number>}
 */
function runInFront(program, args, node) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env: projectEnv(node), stdio: 'inherit' })
    let asked = false
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        asked = true
        // A terminal has already told the whole group of Ctrl+C; twice would mean "at once".
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      })
    }
    const watch = watchParent(() => {
      asked = true
      child.kill('SIGTERM')
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearInterval(watch)
      resolve(asked ? 0 : (code ?? 1))
    })
  })
}

/**
 * npm tells a signal to the shell between it and us, which dies of it in silence: the change of parent is all
 * that reaches this process.
 * @param {() => void} gone
 */
function watchParent(gone) {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    gone()
  }, PARENT_CHECK_MS)
  return watch
}

await runCommand(main)
