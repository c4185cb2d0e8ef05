import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { Workbench } from './workbench.ts'

interface Served {
  readonly url: string
  readonly home: string
}

const ROOT = join(import.meta.dirname, '..', '..')

/** The real host on a home of its own, and a page on it whose console must stay clean. */
export const test = base.extend<{ workbench: Workbench; served: Served }>({
  // One for each test: what one leaves open would wait in the next one's approvals.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function wants from its pattern.
  served: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), 'synod-e2e-'))
    const child = spawn(process.execPath, ['electron/cli/main.ts', 'serve', '--home', home], {
      cwd: ROOT,
      env: { ...process.env, SYNOD_STANDIN_PACE_MS: '15', SYNOD_MODEL: 'standin' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      await use({ url: await addressOf(child), home })
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    }
  },
  workbench: async ({ page, served }, use) => {
    const said: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') said.push(message.text())
    })
    page.on('pageerror', (error) => said.push(error.stack ?? error.message))
    await page.goto(served.url)
    await use(new Workbench(page))
    expect(said, 'the console stays clean').toEqual([])
  },
})

export { expect }

/** The address that the host prints when it serves. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString()
      const address = text.match(/http:\/\/127\.0\.0\.1:\d+\/#\S+/)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}: ${text}`)))
  })
}
