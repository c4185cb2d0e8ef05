import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TopologyDocument } from '../shared/topology/document.ts'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const EXAMPLE = join(import.meta.dirname, '..', 'examples', 'ship-a-fix', 'ship-a-fix.synod.json')
const NAME = 'hasty.synod.json'

/** The example with a push that says of itself that it may be repeated. */
function hasty(): string {
  const document = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as TopologyDocument
  for (const node of document.nodes)
    if (node.id === 'deploy') {
      const { probe, ...config } = node.config ?? {}
      node.config = { ...config, class: 'idempotent' }
    }
  document.properties = [{ at_most: 1, of: 'deploy.acted' }]
  const folder = mkdtempSync(join(tmpdir(), 'synod-e2e-'))
  writeFileSync(join(folder, NAME), JSON.stringify(document, null, 2))
  return folder
}

test('a check finds a second deployment, tells it step by step, and holds once the drawing is mended', async ({
  workbench,
}) => {
  const { page } = workbench
  const folder = hasty()
  try {
    await workbench.openFile(folder, NAME)
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(page.getByText('Not checked yet')).toBeVisible()
    await workbench.action().click()
    const properties = page.getByRole('region', { name: 'Properties' })
    await expect(properties).toContainText('1 broken', { timeout: 60_000 })
    const story = page.getByRole('complementary', { name: 'Counterexample' })
    await expect(story).toContainText('The host dies and comes back')
    await expect(page.getByText(/Broken: At most once: Deploy takes effect/)).toBeVisible()
    await expect(workbench.card('deploy')).toHaveClass(/card-pointed-error/)
    await expect(workbench.card('reviewer')).toHaveClass(/card-dimmed/)
    const place = story.locator('.player-place')
    const before = await place.innerText()
    await story.getByRole('button', { name: 'Back', exact: true }).click()
    await expect(place).not.toHaveText(before)
    await checkAccess(page)
    await picture(page, 'check-broken')

    // Other tools read it too.
    for (const [label, name, start] of [
      ['Download for ShiViz', 'at-most-1-deploy-acted.log', '(?<event>'],
      ['Download as ITF', 'at-most-1-deploy-acted.itf.json', '{'],
    ] as const) {
      const coming = page.waitForEvent('download')
      await story.getByRole('button', { name: label }).click()
      const file = await coming
      expect(file.suggestedFilename()).toBe(name)
      expect(readFileSync(await file.path(), 'utf8').startsWith(start)).toBe(true)
    }

    // Another end of the same story: a person goes on from the step that is shown.
    await story.getByRole('button', { name: /^Pick what happens after step \d+$/ }).click()
    const session = page.getByRole('complementary', { name: 'Figures' })
    await expect(session).toContainText(/What happens next\s*step \d\d/)
    await session.getByRole('button', { name: 'To the end' }).click()
    await expect(session).toContainText('The run has ended')
    await page.getByRole('button', { name: 'Check', exact: true }).click()

    // The remedy is a change of the drawing, and one step of undo.
    const remedy = story.getByRole('button', { name: 'Apply' }).first()
    await remedy.click()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled()
    await expect(workbench.card('deploy')).toContainText('class once')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('the example holds under a crash, and a property of one’s own is made by clicking what it speaks of', async ({
  workbench,
}) => {
  const { page } = workbench
  await workbench.openExample()
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.getByRole('button', { name: 'Add a property' }).click()
  await page.getByRole('combobox', { name: 'Pattern' }).selectOption('This at most so often')
  await workbench.card('gate').click()
  await page.getByRole('combobox', { name: 'What happens: This' }).selectOption('fails')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await workbench.action().click()
  await expect(page.getByText('Nothing is broken')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/Exhausted within bounds: [\d,]+ states/)).toBeVisible()
  await expect(page.getByRole('region', { name: 'Properties' })).toContainText(
    'At most once: Push to production? fails',
  )
  await checkAccess(page)
  await picture(page, 'check-holds')
})

test('a rehearsal tells how runs end, and any of them plays again', async ({ workbench }) => {
  const { page } = workbench
  await workbench.openExample()
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click()
  await workbench.card('fixer').click()
  await page.getByRole('textbox', { name: 'Answers wrongly, in percent' }).fill('30')
  await workbench.action().click()
  const figures = page.getByRole('complementary', { name: 'Figures' })
  await expect(figures).toContainText('2,000 runs', { timeout: 60_000 })
  await expect(figures).toContainText('Where time goes')
  await checkAccess(page)
  await figures.getByRole('button', { name: 'Play run 1: Done' }).click()
  await expect(workbench.card('prepare')).toContainText('Done', { timeout: 30_000 })
  await picture(page, 'rehearsed')
})

test('a person is the scheduler: a message waits, another is lost, and the properties are watched', async ({
  workbench,
}) => {
  const { page } = workbench
  await workbench.openExample()
  await page.getByRole('button', { name: 'Rehearse', exact: true }).click()
  await page.getByRole('button', { name: 'Pick what happens' }).click()
  const choices = page.getByRole('complementary', { name: 'Figures' })
  await expect(choices).toContainText('step 0')
  await choices.locator('.choice-pick').first().click()
  await expect(choices).toContainText('step 1')
  await choices.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(choices).toContainText('step 0')
  await choices.getByRole('button', { name: 'To the end' }).click()
  await expect(choices).toContainText('The run has ended: done.')
  await expect(workbench.card('result')).toContainText('Done')
  await checkAccess(page)
  await choices.getByRole('button', { name: 'Start over' }).click()
  await choices
    .getByText(/is lost/)
    .first()
    .click()
  await expect(choices).toContainText('Nothing but a fault may happen now.')
  await expect(choices).toContainText('The run has ended')
  await picture(page, 'scheduler')
})
