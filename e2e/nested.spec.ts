import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'
import type { Workbench } from './pages/workbench.ts'

const EXAMPLE = join(import.meta.dirname, '..', 'examples', 'each-finding')

async function openEachFinding(workbench: Workbench): Promise<void> {
  await workbench.openFile(EXAMPLE, 'each-finding.synod.json')
  await expect(workbench.card('each')).toBeVisible()
}

test('what is inside a node is opened, drawn in and left by mouse, and undo leads to where it was done', async ({
  workbench,
}) => {
  const { page } = workbench
  const trail = page.getByRole('navigation', { name: 'Opened topologies' })
  await openEachFinding(workbench)

  // A double click opens; the trail leads out.
  await workbench.card('each').dblclick()
  await expect(workbench.card('judge')).toBeVisible()
  await expect(trail).toContainText('Each finding')
  await checkAccess(page)
  await picture(page, 'nested-design')
  await trail.getByRole('button', { name: 'Each finding' }).click()
  await expect(workbench.card('report')).toBeVisible()
  await expect(trail).toHaveCount(0)

  // An output inside is a port outside; the button on the card opens too.
  await workbench
    .card('report')
    .getByRole('button', { name: /Open what is inside/ })
    .click()
  await workbench.drop('output', 620, 480)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(workbench.card('report')).toContainText('3 ways out')
  await expect(workbench.port('report', 'output1', 'out')).toBeVisible()

  // Undo goes in, to where the output was drawn.
  await page.keyboard.press('Control+z')
  await expect(trail).toBeVisible()
  await expect(workbench.card('output1')).toHaveCount(0)
  await page.keyboard.press('Alt+ArrowUp')
  await expect(workbench.card('report')).toContainText('2 ways out')

  // A problem inside is counted on the card outside, and its row leads in.
  await workbench.card('each').dblclick()
  await workbench.card('judge').click()
  await page.getByLabel('Turns').fill('0')
  await trail.getByRole('button', { name: 'Each finding' }).click()
  await expect(workbench.card('each').getByRole('img', { name: /problem/ })).toBeVisible()
  await page.getByRole('button', { name: /Look at one: Judge/ }).click()
  await expect(workbench.card('judge')).toBeFocused()
  await expect(page.getByLabel('Turns')).toHaveValue('0')
})

test('nodes become a topology, and come out of it again', async ({ workbench }) => {
  const { page } = workbench
  await openEachFinding(workbench)
  await workbench.card('each').click()
  await workbench.card('report').click({ modifiers: ['Control'] })
  await page.keyboard.press('Alt+x')
  await expect(workbench.card('team1')).toBeFocused()
  await expect(page.locator('.problem')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(workbench.card('each')).toBeVisible()
  await workbench.card('each').dblclick()
  await expect(workbench.card('judge')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(workbench.card('team1')).toBeVisible()
  await page.keyboard.press('Alt+Shift+x')
  await expect(workbench.card('each')).toBeVisible()
  await expect(workbench.card('team1')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Saved')).toBeVisible()

  // An input stays where it is, and that is said.
  await workbench.card('findings').click()
  await page.keyboard.press('Alt+x')
  await expect(page.getByText(/An input or an output stays where it is/)).toBeVisible()
})

test('a run is looked at inside, lane by lane', async ({ workbench }) => {
  const { page } = workbench
  await openEachFinding(workbench)
  await workbench.run()
  await expect(workbench.card('full')).toContainText('Done')
  await expect(workbench.card('each')).toContainText('Done')

  // The panel of the map lists its lanes, and leads into one.
  await workbench.card('each').click()
  await page.getByRole('button', { name: /^Lane 2 Done/ }).click()
  const lanes = page.getByRole('group', { name: 'Lane of Each finding' })
  await expect(lanes.getByRole('button', { name: /^Lane 2/ })).toHaveAttribute('aria-pressed', 'true')
  await workbench.card('judge').click()
  await expect(page.getByText('a crash on empty input').first()).toBeVisible()
  await lanes.getByRole('button', { name: /^Lane 1/ }).click()
  await expect(page.getByText('a leak in parse()').first()).toBeVisible()
  await checkAccess(page)
  await picture(page, 'nested-run')

  // The timeline has a row for each lane, and leads to it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(lanes).toHaveCount(0)
  await page.getByRole('button', { name: 'Judge 2', exact: true }).click()
  await expect(lanes.getByRole('button', { name: /^Lane 2/ })).toHaveAttribute('aria-pressed', 'true')
  await expect(workbench.card('judge')).toBeFocused()
})
