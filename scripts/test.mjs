/** `npm test`: sets up what is missing, verifies, then drives the real page in a real Chromium. */

import { ensureChromium } from './setup/system.mjs'
import { say } from './setup/terminal.mjs'
import { runCommand, setup } from './setup.mjs'
import { END_TO_END, runSteps, VERIFY } from './steps.mjs'

await runCommand(async () => {
  const node = await setup()
  const chromium = await ensureChromium(node)
  say(`Testing with ${chromium}`)
  return runSteps([...VERIFY, ...END_TO_END], node, { CHROMIUM_PATH: chromium })
})
