import process from 'node:process'
import { createRedactor } from '../secrets/redact.ts'
import { createSecrets } from '../secrets/secrets.ts'

/** A fault of ours, for whoever mends it: with its stack, and without any secret of the environment. */
export function logUnexpected(what: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const redact = createRedactor(createSecrets(process.env).values())
  process.stderr.write(`${redact(`synod: ${what}: ${text}`)}\n`)
}
