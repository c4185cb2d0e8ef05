// Pushes as the example does, then says nothing for as long as it may: whoever waits for its answer must find out
// otherwise that the push happened.
import { spawnSync } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import process from 'node:process'

const [push = '', ...args] = process.argv.slice(2)
const { status } = spawnSync(process.execPath, [push, ...args], { stdio: 'ignore' })
appendFileSync(process.env['SYNOD_COUNT_FILE'] ?? '', `${JSON.stringify({ tool: 'has-pushed', status })}\n`)
setInterval(() => undefined, 60_000)
