/** `npm run test:deep`: the long matrices (*.deep.ts), after the same set-up as `npm test`. */
import { runCommand, setup } from './setup.mjs'
import { DEEP, runSteps } from './steps.mjs'

await runCommand(async () => runSteps(DEEP, await setup()))
