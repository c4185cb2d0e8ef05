import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const EXAMPLES = join(import.meta.dirname, '..', 'examples', 'when-things-fail')

test('a breaker opens, a queue fills, and a dead letter is changed and sent again by mouse', async ({
  workbench,
}) => {
  test.setTimeout(300_000)
  const { page } = workbench
  await workbench.openFile(EXAMPLES, 'when-things-fail.synod.json')
  await workbench.run()
  const registry = workbench.card('registry')
  await expect(registry).toContainText('1 dead letter', { timeout: 60_000 })

  // Each moment of it is shown as it was: what policies did, on cards and edges.
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 480 } })
  const seen = new Set<string>()
  const { last } = await workbench.position()
  for (let step = 0; step < last; step += 1) {
    await page.keyboard.press('[')
    for (const id of ['registry', 'windows', 'sign'])
      seen.add(`${id}: ${await workbench.card(id).locator('.card-foot').innerText()}`)
    for (const label of await page.locator('.channel-label').allInnerTexts())
      seen.add(label.replace(/in \d+ s/, 'in a while'))
    if (seen.has('1 of 1 · 1 held') && !seen.has('pictured')) {
      await picture(page, 'failures-breaker')
      seen.add('pictured')
    }
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'registry: Retry 2 of 3',
      'registry: Breaker open',
      'windows: Waits for room',
      'sign: Queue full',
      'open · tries in a while',
      '1 of 1 · 1 held',
    ]),
  )
  await page.getByRole('button', { name: /Live$/ }).click()

  const edges = page.getByRole('complementary', { name: 'Run' })
  await expect(edges).toContainText('Release → Ask the registry')
  await page.getByRole('button', { name: /^Approvals: 1 waits/ }).click()
  const letter = page.getByRole('complementary', { name: 'Approvals' })
  await expect(letter).toContainText('Ask the registry could not deal with this message')
  await expect(letter).toContainText('No answer within 1 s')
  await checkAccess(page)
  await picture(page, 'failures-letter')
  await letter.getByRole('textbox', { name: 'registry', exact: true }).fill('up')
  await letter.getByRole('textbox', { name: 'Comment' }).fill('it is up again')
  await letter.getByRole('button', { name: 'Send it again, changed' }).click()
  await expect(letter).toContainText('You have sent it again')
  await expect(workbench.card('known')).toContainText('Done', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Approvals: none wait' })).toBeVisible()
  await letter.getByRole('button', { name: 'Close the approvals' }).click()

  // What has become of it stands on its edge, with who said so.
  await page.getByRole('tab', { name: 'Effects', exact: true }).click()
  await page.getByRole('button', { name: 'registry:1' }).click()
  await expect(page.getByRole('list', { name: 'History of registry:1' })).toContainText(
    'Attempt 3 was cut off: no answer within 1 s',
  )
  await checkAccess(page)
  await page.locator('[data-id="e1"]').click({ force: true })
  await expect(edges).toContainText(/Changed and sent again by \S+: it is up again/)
})

test('a saga takes back what was done, one at a time', async ({ workbench }) => {
  const { page } = workbench
  await workbench.openFile(EXAMPLES, 'take-it-back.synod.json')
  await workbench.run()
  await expect(workbench.card('upload')).toContainText('Failed', { timeout: 30_000 })
  await expect(page.getByText('Taken back · 2 done').first()).toBeVisible({ timeout: 30_000 })
  await expect(workbench.card('notes')).toContainText('Taken back')
  await expect(workbench.card('tag')).toContainText('Taken back')
  await expect(workbench.card('gone')).toContainText('Done')

  // Back through it: each moment is shown as it was.
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 480 } })
  const seen = new Set<string>()
  const { last } = await workbench.position()
  for (let step = 0; step < last; step += 1) {
    await page.keyboard.press('[')
    const cards = await Promise.all(['tag', 'notes'].map((id) => workbench.card(id).innerText()))
    const words = cards.map((text) => text.split('\n').at(-1))
    const group = await page.locator('.region-head').innerText()
    seen.add(`${words.join(', ')}: ${group.split('\n').at(-1)}`)
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      'To be taken back, Taking back: Takes back Publish the notes · 2 left',
      'Taking back, Taken back: Takes back Tag the release · 1 left',
    ]),
  )
})
