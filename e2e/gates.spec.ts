import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

/** Three people by name, two of whom must approve in time; what is sent back comes round again. */
const TEAM = {
  synod: 1,
  name: 'Release notes',
  nodes: [
    {
      id: 'start',
      kind: 'input',
      at: [80, 200],
      name: 'Draft',
      config: { fields: [{ name: 'notes', label: 'Notes', type: 'longtext', required: true }] },
    },
    {
      id: 'ok',
      kind: 'gate',
      at: [400, 200],
      name: 'Two of three',
      config: {
        ask: 'Publish these notes?',
        approvers: ['anna', 'bo', 'cy'],
        needed: 2,
        deadline_ms: 1_800_000,
        show: ['notes'],
      },
    },
    { id: 'yes', kind: 'output', at: [760, 80], name: 'Published' },
    { id: 'no', kind: 'output', at: [760, 240], name: 'Withdrawn' },
    { id: 'late', kind: 'output', at: [760, 400], name: 'Given up' },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'ok.in' },
    { id: 'e2', from: 'ok.approved', to: 'yes.in' },
    { id: 'e3', from: 'ok.rejected', to: 'no.in' },
    { id: 'e4', from: 'ok.revise', to: 'ok.in', policy: { rounds: 3 } },
    { id: 'e5', from: 'ok.exhausted', to: 'late.in' },
  ],
}

test('a gate of three people: one sends back, one edits, one approves what was edited', async ({
  workbench,
  served,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-gates-'))
  const file = join(folder, 'notes.synod.json')
  writeFileSync(file, JSON.stringify(TEAM, null, 2))
  const { page } = workbench
  try {
    const url = new URL(served.url)
    url.searchParams.set('open', file)
    await page.goto(url.href)
    await expect(workbench.card('ok')).toBeVisible()
    await expect(workbench.card('ok')).toContainText('2 of anna, bo and cy approve')
    await workbench.card('ok').click()
    const settings = page.getByRole('complementary', { name: 'Settings' })
    await expect(settings.getByLabel('Anybody, or by name')).toHaveValue('named')
    await expect(settings.getByLabel('Decides by itself after')).toHaveValue('30 min')
    await settings.getByLabel('Approvals needed').fill('4')
    await expect(settings).toContainText('4 approvals are needed, but only 3 may be given')
    await settings.getByLabel('Approvals needed').fill('2')
    await picture(page, 'settings')
    await checkAccess(page)
    await workbench.startButton().click()
    await page.getByRole('dialog').getByLabel('Notes').fill('Faster.\nSmaller.')
    await page.getByRole('dialog').getByRole('button', { name: /^Run/ }).click()

    await expect(workbench.card('ok')).toContainText('Waiting · 0 of 2')
    await expect(workbench.card('ok')).toContainText('rejects in')
    await workbench.card('ok').click()
    const approvals = page.getByRole('complementary', { name: 'Approvals' })
    await expect(approvals.getByRole('timer')).toContainText('left, then reject')
    await expect(approvals).toContainText('anna has not answered')
    await picture(page, 'waiting')
    await checkAccess(page)

    const as = approvals.getByLabel('Answering as')
    await approvals.getByRole('button', { name: 'Send back' }).click()
    await expect(approvals).toContainText('Say what is to be done')
    await as.selectOption('cy')
    await approvals.getByLabel('Comment').fill('Say how much faster')
    await approvals.getByRole('button', { name: 'Send back' }).click()
    await expect(approvals).toContainText('cy sent it back')
    await expect(workbench.card('ok')).toContainText('Waiting · 0 of 2')

    await as.selectOption('anna')
    await approvals.getByRole('button', { name: 'Edit…' }).click()
    await approvals.getByRole('textbox', { name: 'notes' }).fill('Twice as fast.\nSmaller.')
    await expect(approvals).toContainText('the answers of cy lapse')
    await picture(page, 'edited')
    await checkAccess(page)
    await approvals.getByRole('button', { name: 'Approve the edited' }).click()
    await expect(workbench.card('ok')).toContainText('Waiting · 1 of 2')
    await expect(approvals).toContainText('anna edited and approved')

    await approvals.getByRole('button', { name: 'Hand on…' }).click()
    await approvals.getByLabel('Instead of').selectOption('bo')
    await approvals.getByLabel('To whom').fill('dora')
    await picture(page, 'handing-on')
    await approvals.getByRole('button', { name: 'Hand it on' }).click()
    await expect(approvals).toContainText('dora has not answered')
    await as.selectOption('dora')
    await picture(page, 'handed-on')
    await approvals.getByRole('button', { name: /^Approve/ }).click()
    await expect(workbench.card('yes')).toContainText('Done')
    await expect(approvals).toContainText('dora approved')
    await picture(page, 'decided')
    await checkAccess(page)

    await approvals.getByRole('button', { name: 'Close the approvals' }).click()
    await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } })
    const run = page.getByRole('complementary', { name: 'Run' })
    await expect(run).toContainText('cy sent back')
    await expect(run).toContainText('handed the question on from bo to dora')
    await run.getByRole('button', { name: 'Check the trail' }).click()
    await expect(run).toContainText('Whole: ')
    await picture(page, 'trail')
    await checkAccess(page)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
