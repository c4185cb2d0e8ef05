import type { Locator, Page } from '@playwright/test'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

function lessons(page: Page): Locator {
  return page.getByRole('region', { name: 'Lessons' })
}

async function openLostUpdate(page: Page): Promise<Locator> {
  await lessons(page)
    .getByRole('button', { name: /Two writers, one note/ })
    .click()
  const panel = page.getByRole('complementary', { name: 'Lesson' })
  await expect(panel).toContainText('1 of 12 · Lost update')
  return panel
}

test('a lesson is watched failing, mended by a fix and passed, and stays so', async ({ workbench }) => {
  const { page } = workbench
  await expect(lessons(page)).toContainText('0 of 12 done')
  await expect(lessons(page).getByRole('button')).toHaveCount(12)
  await checkAccess(page)
  await picture(page, 'lessons-start')
  const panel = await openLostUpdate(page)

  await panel.getByRole('button', { name: 'Watch it fail' }).click()
  const story = page.getByRole('complementary', { name: 'Counterexample' })
  await expect(story.locator('.player-place')).toHaveText(/^step (\d+) of \1$/, { timeout: 60_000 })
  await expect(panel).toContainText(/It fails in \d+ steps/)
  await expect(workbench.card('notes')).toHaveClass(/card-pointed-error/)
  await checkAccess(page)
  await picture(page, 'lesson-watched')

  await panel.getByRole('button', { name: 'Give me a hint' }).click()
  await expect(panel.locator('.lesson-hints li')).toHaveCount(1)
  await panel.getByRole('button', { name: 'Mend it in Design' }).click()
  await page.getByRole('button', { name: 'Let "Release notes" compare and swap' }).click()
  await expect(workbench.card('notes')).toContainText('compare and swap')
  await checkAccess(page)
  await panel.getByRole('button', { name: 'Check again' }).click()
  await expect(panel).toContainText('Passed: no order of events fails any more', { timeout: 60_000 })
  await expect(panel).toContainText(/Exhausted within bounds: [\d,]+ states\. Tried: faults crash 1, error 1/)
  await expect(panel).toContainText('Why it is so')
  await checkAccess(page)
  await picture(page, 'lesson-passed')

  await panel.getByRole('button', { name: 'More of this lesson' }).click()
  await page.getByRole('menuitem', { name: 'Leave the lesson' }).click()
  const done = lessons(page).getByRole('button', { name: /^Passed\s*Two writers/ })
  await expect(done).toBeVisible()
  await page.reload()
  await expect(done).toBeVisible()
  await expect(lessons(page)).toContainText('1 of 12 done')

  // What was passed can be watched once more, and stays passed.
  await done.click()
  await panel.getByRole('button', { name: 'More of this lesson' }).click()
  await page.getByRole('menuitem', { name: 'Start over' }).click()
  await expect(workbench.card('notes')).toContainText('last write wins')
  await panel.getByRole('button', { name: 'Watch it fail' }).click()
  await expect(panel).toContainText(/It fails in \d+ steps/, { timeout: 60_000 })
  await expect(panel.getByRole('button', { name: 'Next: Deadlock' })).toBeVisible()
})

test('who takes the work away has not passed, is told why, and may start over', async ({ workbench }) => {
  const { page } = workbench
  const panel = await openLostUpdate(page)
  await panel.getByRole('button', { name: 'Mend it in Design' }).click()
  await workbench.card('fixes').click()
  await page.keyboard.press('Delete')
  await expect(workbench.card('fixes')).toBeHidden()
  await panel.getByRole('button', { name: 'Check again' }).click()
  await expect(panel).toContainText('Not yet', { timeout: 60_000 })
  await expect(panel).toContainText('Fixes is gone from the drawing')
  await checkAccess(page)
  await picture(page, 'lesson-not-yet')

  await panel.getByRole('button', { name: 'More of this lesson' }).click()
  await page.getByRole('menuitem', { name: 'Start over' }).click()
  await expect(workbench.card('fixes')).toBeVisible()
  await expect(panel).not.toContainText('Not yet')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})
