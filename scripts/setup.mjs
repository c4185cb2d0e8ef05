/**
 * What `npm start` and `npm test` share: from a bare clone to everything in place, doing only what is missing.
 */

import { findNode } from './setup/node.mjs'
import { installPackages } from './setup/packages.mjs'
import { ensureGit, ensureSandbox } from './setup/system.mjs'
import { SetupError } from './setup/terminal.mjs'

/**
 * Packages and the machine's own parts, side by side.
 * @returns {Promise<string>} The Node that runs the project.
 */
export async function setup() {
  await Promise.all([installPackages(), ensureGit().then(ensureSandbox)])
  return findNode()
}

/**
 * Runs a command's main function; a problem that a person can solve is told in its own words.
 * @param {() => Promise<number>} main Answers the exit code.
 */
export async function runCommand(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}
