#!/usr/bin/env node
/** The `synod` command: runs electron/cli/main.ts on the Node that the project brings. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const platform = process.platform === 'win32' ? 'win' : process.platform
const name = process.platform === 'win32' ? 'node.exe' : 'node'
const bundled = fileURLToPath(
  new URL(`../node_modules/node-${platform}-${process.arch}/bin/${name}`, import.meta.url),
)
const main = fileURLToPath(new URL('../electron/cli/main.ts', import.meta.url))

const node = existsSync(bundled) ? bundled : process.execPath
const args = ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)]
const child = spawn(node, args, { stdio: 'inherit' })
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal))
// The terminal tells the child of Ctrl+C; this process waits for what it makes of it.
process.on('SIGINT', () => undefined)
child.on('close', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)))
