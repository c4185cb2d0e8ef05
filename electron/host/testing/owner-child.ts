/** A process of its own that connects to the home it is told, says which it became, and stays until it is ended. */
import process from 'node:process'
import { connectOrOwn } from '../owner.ts'
import { openFakeHost } from './fake-host.ts'

const home = process.argv[2] ?? ''
const access = await connectOrOwn({ home, open: openFakeHost() })
const { runs } = await access.client.call('run.list', {})
process.stdout.write(`${access.owned === null ? 'client' : 'owner'} ${runs[0]?.run}\n`)
process.stdin.resume()
process.stdin.on('end', () => void access.close().then(() => process.exit(0)))
