import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

// Whether a settled action ever runs again can only be seen from outside, so each tool leaves a
// line in the file named by SYNOD_COUNT_FILE at the moment it acts. One write to a file opened
// for appending keeps lines of several processes whole; fsync keeps them through a kill.
export function count(tool) {
  const path = process.env['SYNOD_COUNT_FILE']
  if (!path) return
  // Of the effect that this is an execution of, where Synod runs the tool.
  const effect = process.env['SYNOD_IDEMPOTENCY_KEY']
  const file = openSync(path, 'a')
  try {
    writeSync(file, `${JSON.stringify({ tool, pid: process.pid, effect })}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
