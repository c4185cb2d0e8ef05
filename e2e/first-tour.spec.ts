import { execFileSync } from 'node:child_process'
import { checkAccess } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

test('the first tour: run the example, watch, pause, step, approve, and go back to before the approval', async ({
  workbench,
}) => {
  test.setTimeout(400_000)
  const { page } = workbench
  await expect(workbench.button(/^Open the example/)).toBeEnabled()
  await checkAccess(page)
  await workbench.openExample()
  await checkAccess(page)

  await workbench.run()
  await expect(workbench.card('prepare')).toContainText('Done', { timeout: 60_000 })

  await workbench.button(/^Pause/).click()
  await expect(workbench.button('Resume')).toBeVisible()
  const before = (await workbench.position()).last
  await expect(async () => {
    await workbench.button(/^Step/).first().click()
    expect((await workbench.position()).last).toBeGreaterThan(before)
  }).toPass({ timeout: 60_000 })
  await workbench.button('Resume').click()

  await expect(workbench.card('gate')).toContainText('Waiting', { timeout: 180_000 })
  await expect(workbench.card('tester')).toContainText('Done')
  await workbench.card('gate').click()
  const approvals = page.getByRole('complementary', { name: 'Approvals' })
  await expect(approvals).toContainText('Push this fix of minimist 1.2.5 to production?')
  await expect(approvals).toContainText('push.mjs')
  await expect(approvals).toContainText('isConstructorOrProto')
  await checkAccess(page)
  const command = await approvals
    .getByText(/push\.mjs/)
    .first()
    .innerText()
  const production = command.match(/\S+production\.git/)?.[0] ?? ''
  await approvals.getByRole('button', { name: /^Approve/ }).click()

  await expect(workbench.card('result')).toContainText('Done', { timeout: 60_000 })
  const log = execFileSync('git', ['-C', production, 'log', '--format=%s', 'main'], { encoding: 'utf8' })
  expect(log.trim().split('\n')).toHaveLength(2)

  // Back, step by step, to the moment before the approval: the gate waits again and nothing is deployed.
  const { last } = await workbench.position()
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 300 } })
  for (
    let step = 0;
    step < last && !(await workbench.card('gate').innerText()).includes('Waiting');
    step += 1
  ) {
    await page.keyboard.press('[')
  }
  await expect(workbench.card('gate')).toContainText('Waiting')
  await expect(workbench.card('deploy')).toContainText('Idle')
  expect((await workbench.position()).at).toBeLessThan(last)
})

test('draws a team by mouse and runs it', async ({ workbench }) => {
  const { page } = workbench
  await workbench.openBlank()
  await workbench.drop('input', 60, 120)
  await workbench.drop('agent', 330, 120)
  await workbench.drop('output', 600, 120)
  await expect(page.locator('[data-node]')).toHaveCount(3)
  const ids = await page
    .locator('[data-node]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-node') ?? ''))
  const [input, agent, output] = ids as [string, string, string]
  await workbench.wire(workbench.port(input, 'out', 'out'), workbench.port(agent, 'in', 'in'))
  await workbench.wire(workbench.port(agent, 'out', 'out'), workbench.port(output, 'in', 'in'))
  await expect(page.locator('.react-flow__edge')).toHaveCount(2)

  await page.keyboard.press('Control+z')
  await expect(page.locator('.react-flow__edge')).toHaveCount(1)
  await page.keyboard.press('Control+y')
  await expect(page.locator('.react-flow__edge')).toHaveCount(2)

  await workbench.startButton().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /Task/ }).fill('Say hello')
  await dialog.getByRole('button', { name: /^Run/ }).click()
  await expect(workbench.card(output)).toContainText('Done', { timeout: 60_000 })
})
