/** `npm run verify`: everything that is checked without a browser. */

import { findNode } from './setup/node.mjs'
import { runCommand } from './setup.mjs'
import { runSteps, VERIFY } from './steps.mjs'

await runCommand(() => runSteps(VERIFY, findNode()))
