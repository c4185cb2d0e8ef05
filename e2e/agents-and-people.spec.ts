import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const note = {
  name: 'note',
  description: 'Writes a line down.',
  run: ['node', '-e', 'console.log(process.argv[1])', '{{args.text}}'],
  class: 'pure',
  approve: 'ask',
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
}

/** A stand-in that asks a person, calls a tool that is asked about, and answers with all that it was told. */
const TEAM = {
  synod: 1,
  name: 'A careful writer',
  nodes: [
    { id: 'start', kind: 'input', at: [80, 200], name: 'Task', config: { fields: [] } },
    {
      id: 'writer',
      kind: 'agent',
      at: [400, 200],
      name: 'Writer',
      config: {
        model: 'standin',
        prompt: 'Write the notes',
        tools: [note],
        ask_person: true,
        steer: true,
        script: [
          {
            say: 'One thing is open.',
            call: { tool: 'ask_person', args: { question: 'For whom are the notes?' } },
          },
          { call: { tool: 'note', args: { text: 'For {{results.ask_person}}' } } },
          { answer: 'For {{results.ask_person}}; told: {{$join(said, ", ")}}' },
        ],
      },
    },
    { id: 'end', kind: 'output', at: [720, 200], name: 'Notes' },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'writer.in' },
    { id: 'e2', from: 'writer.out', to: 'end.in' },
  ],
}

/** In place of the desktop's own, which a test cannot see; the page believes that nobody looks at it. */
async function noteNotifications(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: string[] = []
    class Noted {
      static permission = 'granted'
      onclick: (() => void) | null = null
      constructor(title: string, { body }: { body: string }) {
        shown.push(`${title}: ${body.split('\n')[0]}`)
      }
      close(): void {}
    }
    Object.assign(window, { Notification: Noted, notedNotifications: shown })
    document.hasFocus = () => false
  })
}

function notifications(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window as unknown as { notedNotifications: string[] }).notedNotifications)
}

test('an agent asks a person, is told something, and calls a tool only as it was allowed', async ({
  workbench,
  served,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-agents-'))
  const file = join(folder, 'writer.synod.json')
  writeFileSync(file, JSON.stringify(TEAM, null, 2))
  const { page } = workbench
  try {
    await noteNotifications(page)
    const url = new URL(served.url)
    url.searchParams.set('open', file)
    await page.goto(url.href)
    await expect(workbench.card('writer')).toBeVisible()
    await workbench.startButton().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /^Run/ }).click()
    await dialog.getByRole('button', { name: 'Trust it and run' }).click()
    // Where there is no sandbox a person allows the one command that this drawing has.
    const unsandboxed = dialog.getByRole('button', { name: /unsandboxed, this once/ })
    await expect(unsandboxed.or(workbench.card('writer').getByText('Asks you something'))).toBeVisible()
    if (await unsandboxed.isVisible()) await unsandboxed.click()
    await expect(workbench.card('writer')).toContainText('Asks you something')

    expect(await notifications(page)).toEqual(['Writer asks you something: For whom are the notes?'])
    await workbench.card('writer').click()
    const approvals = page.getByRole('complementary', { name: 'Approvals' })
    await expect(approvals).toContainText('For whom are the notes?')
    await picture(page, 'question')
    await checkAccess(page)
    await approvals.getByRole('button', { name: 'Close the approvals' }).click()
    const tell = page.getByRole('textbox', { name: 'Tell Writer' })
    await tell.fill('Keep it short')
    await tell.press('Enter')
    await expect(page.getByText('1 message waits for its next step')).toBeVisible()
    await picture(page, 'told')

    await page.getByRole('button', { name: 'See what it asks' }).click()
    await approvals.getByLabel('Your answer').fill('beginners')
    await approvals.getByRole('button', { name: /^Answer/ }).click()

    await expect(workbench.card('writer')).toContainText('May it call note?', { timeout: 30_000 })
    await page.getByRole('button', { name: /^Approvals:/ }).click()
    await expect(approvals).toContainText('May "Writer" call note?')
    await expect(approvals).toContainText('For beginners')
    await picture(page, 'tool-call')
    await checkAccess(page)
    await approvals.getByRole('button', { name: 'Always allow this exact call' }).click()
    await expect(workbench.card('end')).toContainText('Done', { timeout: 30_000 })
    await picture(page, 'allowed')

    await approvals.getByRole('button', { name: 'Close the approvals' }).click()
    await page.getByRole('button', { name: /^Approvals: none wait/ }).click()
    await expect(approvals).toContainText('Nothing waits for you')
    await expect(approvals).toContainText('writer · note')
    await picture(page, 'always-allowed')
    await checkAccess(page)
    await approvals.getByRole('button', { name: 'Ask again' }).click()
    await expect(approvals).not.toContainText('writer · note')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
