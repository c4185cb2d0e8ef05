import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples', 'when-things-fail')

test('what falls silent is suspected, and a push in doubt is settled by a person', async ({ workbench }) => {
  test.setTimeout(180_000)
  const { page } = workbench
  await workbench.openFile(EXAMPLES, 'nobody-knows.synod.json')
  await workbench.run()
  await expect(workbench.card('build')).toContainText('Suspected', { timeout: 60_000 })
  await picture(page, 'doubt-suspected')
  // It was a false alarm, and did no harm.
  await expect(workbench.card('build')).toContainText('Done', { timeout: 60_000 })

  await expect(workbench.card('push')).toContainText('In doubt', { timeout: 60_000 })
  await page.getByRole('button', { name: /^Approvals: 1 waits/ }).click()
  const question = page.getByRole('complementary', { name: 'Approvals' })
  await expect(question).toContainText('Push')
  await checkAccess(page)
  await picture(page, 'doubt-question')
  await question.getByRole('button', { name: 'It happened' }).click()
  await expect(workbench.card('out')).toContainText('Done', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Approvals: none wait' })).toBeVisible()

  // Nothing ran twice: the ledger has one execution of each.
  await page.getByRole('tab', { name: 'Effects', exact: true }).click()
  await page.getByRole('button', { name: 'push:1' }).click()
  const history = page.getByRole('list', { name: 'History of push:1' })
  await expect(history).toContainText('no answer within 1 s')
  await expect(history).not.toContainText('Attempt 2')
})
