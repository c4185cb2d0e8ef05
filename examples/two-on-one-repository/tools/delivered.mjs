// Is this commit in main? delivered.mjs UPSTREAM COMMIT: exit 0 yes, 1 no.
import process from 'node:process'
import { git } from './lib/git.mjs'

const [upstream = '', commit = ''] = process.argv.slice(2)
const main = git(upstream, ['rev-list', 'main']).trim().split('\n')
process.stdout.write(`${JSON.stringify({ main: main[0], holds: main.includes(commit) })}\n`)
process.exitCode = main.includes(commit) ? 0 : 1
