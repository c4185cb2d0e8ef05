import { join } from 'node:path'
import { expect, test } from './pages/served-app.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples')

test('two agents on one repository: both kinds of conflict are seen on its card, and the second is let in', async ({
  workbench,
}) => {
  const { page } = workbench
  await workbench.openFile(join(EXAMPLES, 'two-on-one-repository'), 'two-on-one-repository.synod.json')
  await expect(workbench.port('rate', 'conflict', 'out')).toHaveCount(1)
  await expect(workbench.port('tests', 'conflict', 'out')).toHaveCount(0)

  await workbench.run()
  await expect(workbench.card('gate')).toContainText('Waiting', { timeout: 90_000 })
  const shop = workbench.card('shop')
  await expect(shop).toContainText('Done')
  await expect(shop).toContainText(/Last in: (?:Tax rate|Discounts)/)

  // Back through what was merged, newest first.
  await shop.click()
  const seen: string[] = []
  const { last } = await workbench.position()
  for (let step = 0; step < last; step += 1) {
    await page.keyboard.press('[')
    const text = (await shop.innerText()).replaceAll('\n', ' ')
    if (!seen.includes(text)) seen.push(text)
  }
  const all = seen.join('\n')
  expect(all).toMatch(/(?:Tax rate|Discounts): the check failed Conflict/)
  expect(all).toMatch(/(?:Tax rate|Discounts): CHANGELOG\.md Conflict/)
  expect(all).toMatch(/Checks (?:Tax rate|Discounts)/)
})
