import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/** Appends a line that outlives this process, however it ends. */
export function appendLine(file: string, line: unknown): void {
  const handle = openSync(file, 'a')
  writeSync(handle, `${JSON.stringify(line)}\n`)
  fsyncSync(handle)
  closeSync(handle)
}
