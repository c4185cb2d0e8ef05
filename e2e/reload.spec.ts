import { expect, test } from './pages/served-app.ts'

test('all of a drawing is in view in each mode, and a window that is loaded again comes back to it', async ({
  workbench,
}) => {
  const { page } = workbench
  await workbench.openExample()
  const canvas = page.getByRole('group', { name: 'Topology' })
  const cutOff = async (): Promise<number> => {
    const box = await canvas.boundingBox()
    const cards = await Promise.all(
      (await canvas.locator('[data-node]').all()).map((one) => one.boundingBox()),
    )
    if (box === null || cards.length === 0) return Number.NaN
    return cards.filter((card) => card === null || card.x < box.x || card.x + card.width > box.x + box.width)
      .length
  }
  for (const mode of ['Check', 'Rehearse', 'Design']) {
    await page.getByRole('button', { name: mode, exact: true }).click()
    await expect.poll(cutOff).toBe(0)
  }
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.reload()
  await expect(page.getByText('Not checked yet')).toBeVisible()
  await expect(workbench.card('deploy')).toBeVisible()
})
