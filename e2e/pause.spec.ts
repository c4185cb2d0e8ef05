import { join } from 'node:path'
import { picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples', 'when-things-fail')

test('a pause that cuts off: what runs stops at once, and begins anew when the run goes on', async ({
  workbench,
}) => {
  test.setTimeout(120_000)
  const { page } = workbench
  await workbench.openFile(EXAMPLES, 'nobody-knows.synod.json')
  await workbench.run()
  await expect(workbench.card('build')).toContainText(/Running|Streaming|Suspected/, { timeout: 60_000 })
  await page.getByRole('button', { name: 'Other ways to pause' }).click()
  await page.getByRole('menuitem', { name: 'Pause and cut off what may run again' }).click()
  await expect(workbench.card('build')).toContainText('Paused')
  await picture(page, 'pause-cut-off')
  await workbench.button('Resume').click()
  await expect(workbench.card('build')).toContainText(/Running|Streaming/)
  await expect(workbench.card('build')).toContainText('Done', { timeout: 60_000 })

  await page.getByRole('tab', { name: 'Effects', exact: true }).click()
  await page.getByRole('button', { name: 'build:1' }).click()
  const history = page.getByRole('list', { name: 'History of build:1' })
  await picture(page, 'pause-history')
  await expect(history).toContainText(/cut off/i)
})
