/** `npm run build`: the page and, where there is one, the Electron app. */

import { build, TARGETS } from './setup/build.mjs'
import { findNode } from './setup/node.mjs'
import { runCommand } from './setup.mjs'

await runCommand(async () => {
  const node = findNode()
  await build(TARGETS.page, node, { force: true })
  await build(TARGETS.app, node, { force: true })
  return 0
})
