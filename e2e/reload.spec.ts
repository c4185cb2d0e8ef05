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

test('each window keeps what it has not saved; what a window that is gone has left comes back in the next', async ({
  workbench,
  served,
}) => {
  const { page } = workbench
  const named = async (name: string, here = page): Promise<void> => {
    await expect(here.getByRole('textbox', { name: 'Name' })).toHaveValue(name)
  }
  await workbench.openBlank()
  await page.getByRole('textbox', { name: 'Name' }).fill('Unsaved')
  await expect(page.getByText('Unsaved', { exact: true }).first()).toBeVisible()
  await page.reload()
  await named('Unsaved')

  const second = await page.context().newPage()
  await second.goto(served.url)
  await expect(second.getByRole('button', { name: /Blank canvas/ })).toBeVisible()
  await page.close()
  const third = await second.context().newPage()
  await third.goto(served.url)
  await named('Unsaved', third)
})
