import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples')

test('what a failure stops is shown on the canvas, follows what is picked and drawn, and is put away', async ({
  workbench,
}) => {
  const { page } = workbench
  const panel = page.getByRole('complementary', { name: 'What if it fails' })
  await workbench.openFile(join(EXAMPLES, 'ship-a-fix'), 'ship-a-fix.synod.json')

  await workbench.card('reviewer').click()
  await page.keyboard.press('w')
  await expect(workbench.card('reviewer')).toContainText('Fails')
  await expect(workbench.card('gather')).toContainText('Stops')
  await expect(workbench.card('tester')).toContainText('Degrades')
  await expect(workbench.card('issue')).toContainText('Survives')
  await expect(panel).toContainText('Shown in every run with no other fault')
  await expect(panel).toContainText('10 stop, 1 degrades, 3 survive; the run fails.')
  await checkAccess(page)
  await picture(page, 'impact-design')

  // A row shows the way by which it comes, and leads there without a new question.
  await panel.getByRole('button', { name: /^In production/ }).click()
  await expect(workbench.card('reviewer')).toContainText('Fails')

  // Another node, another answer; a gate is silent first.
  await workbench.card('gate').click()
  await expect(workbench.card('gate')).toContainText('Silent')
  await expect(workbench.card('deploy')).toContainText('Stops')
  await expect(workbench.card('verifier')).toContainText('Survives')

  // It is the same in Check, and follows what is drawn.
  await page.keyboard.press('Alt+2')
  await expect(workbench.card('deploy')).toContainText('Stops')
  await page.keyboard.press('Alt+1')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(workbench.card('deploy')).not.toContainText('Stops')
})

test('a nested node stands for what is inside, and the palette and the menu ask as well', async ({
  workbench,
}) => {
  const { page } = workbench
  const panel = page.getByRole('complementary', { name: 'What if it fails' })
  await workbench.openFile(join(EXAMPLES, 'each-finding'), 'each-finding.synod.json')
  await workbench.card('each').dblclick()
  await workbench.card('judge').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /What if it fails/ }).click()
  await expect(workbench.card('judge')).toContainText('Fails')

  // Outside, the node that was open is what is picked: it fails with all that is inside.
  await page.getByRole('navigation', { name: 'Opened topologies' }).getByRole('button').last().click()
  await expect(workbench.card('each')).toContainText('Fails')
  await expect(workbench.card('report')).toContainText('Stops')
  await panel.getByRole('button', { name: 'Put it away' }).click()
  await expect(panel).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('What if it fails')
  await page.keyboard.press('Enter')
  await expect(panel).toBeVisible()
})
