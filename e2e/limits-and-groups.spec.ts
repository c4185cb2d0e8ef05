import { expect, test } from './pages/served-app.ts'

test('nodes are grouped, limited and taken back by mouse, and each step is undone', async ({ workbench }) => {
  const { page } = workbench
  await workbench.openBlank()
  await workbench.drop('input', 40, 160)
  await workbench.drop('agent', 290, 160)
  await workbench.drop('command', 560, 160)
  await workbench.drop('command', 560, 400)
  await workbench.wire(workbench.port('input1', 'out', 'out'), workbench.port('agent1', 'in', 'in'))
  await workbench.wire(workbench.port('agent1', 'out', 'out'), workbench.port('command1', 'in', 'in'))

  // A group of two, by key; a drag by its name moves both.
  await workbench.card('agent1').click()
  await workbench.card('command1').click({ modifiers: ['Control'] })
  await page.keyboard.press('Control+g')
  const region = page.locator('[data-region="group1"]')
  await expect(region).toBeVisible()
  const before = await workbench.card('agent1').boundingBox()
  await workbench.dragBy(page.locator('.region-name'), 0, 48)
  expect((await workbench.card('agent1').boundingBox())?.y).toBeCloseTo((before?.y ?? 0) + 48, 1)
  await page.keyboard.press('Control+z')
  expect((await workbench.card('agent1').boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 1)

  // Work that nobody takes back is a problem, and the list of problems leads to the group.
  await page.locator('.region-name').click()
  await page.getByRole('switch', { name: /Take back what is done/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /Nothing takes back what "agent1" does/ }).click()
  await page.getByLabel('What Agent 1 did is taken back by').selectOption('command2')
  await page.getByLabel(/^What Command .* did is taken back by/).selectOption('command2')
  await expect(page.locator('.undo-line')).toHaveCount(2)
  await expect(page.getByText('Nothing takes back')).toHaveCount(0)

  // A limit let go over a card, over the region and over the canvas.
  await workbench.dropLimit('breaker', workbench.card('agent1'))
  await expect(workbench.card('agent1').getByRole('button', { name: /^Breaker/ })).toBeVisible()
  await page.getByLabel('Stays open for').fill('5 min')
  await expect(page.getByLabel('Opens after')).toHaveValue('5')
  await workbench.dropLimit('budget', page.locator('.react-flow__pane'), { x: 100, y: 480 })
  await expect(page.locator('.controller-strip')).toContainText('500,000 tokens')

  // A node that goes takes along what was for it alone.
  await workbench.card('agent1').click({ position: { x: 100, y: 50 } })
  await page.keyboard.press('Delete')
  await expect(page.locator('.card-controllers')).toHaveCount(0)
  await expect(page.locator('.undo-line')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(page.locator('.undo-line')).toHaveCount(2)
  await expect(workbench.card('agent1').getByRole('button', { name: /^Breaker/ })).toBeVisible()

  // The message that failed goes elsewhere: the card has a port for it.
  await workbench.card('agent1').click({ position: { x: 100, y: 50 } })
  await page.getByRole('tab', { name: 'Policy' }).click()
  await page.getByLabel('After the last attempt').selectOption('fallback')
  await workbench.wire(workbench.port('agent1', 'fallback', 'out'), workbench.port('command2', 'in', 'in'))
  await expect(page.locator('.problem')).toHaveCount(0)

  await page.locator('.region-name').click()
  await page.keyboard.press('Control+Shift+g')
  await expect(region).toHaveCount(0)
})
