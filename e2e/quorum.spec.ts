import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkAccess, picture } from './pages/looks.ts'
import { expect, test } from './pages/served-app.ts'

const NAME = 'council.synod.json'
const VOTERS = ['a', 'b', 'c', 'd'] as const

/** Four voters, each of a model of its own, one of whom may be wrong. */
function council(): string {
  const document = {
    synod: 1,
    name: 'Council',
    nodes: [
      { id: 'task', kind: 'input', at: [40, 220], config: { fields: [{ name: 'task' }] } },
      ...VOTERS.map((id, at) => ({
        id,
        kind: 'agent',
        at: [300, 40 + 120 * at],
        name: `Reader ${id}`,
        config: { model: `${id}:model` },
      })),
      {
        id: 'vote',
        kind: 'vote',
        at: [580, 220],
        name: 'Council',
        config: { inputs: VOTERS, faults: 'byzantine', f: 1 },
      },
      { id: 'end', kind: 'output', at: [860, 160] },
      { id: 'split', kind: 'output', at: [860, 300], name: 'Split' },
    ],
    edges: [
      ...VOTERS.flatMap((id) => [
        { id: `t${id}`, from: 'task.out', to: `${id}.in` },
        { id: `v${id}`, from: `${id}.out`, to: `vote.${id}` },
      ]),
      { id: 'decided', from: 'vote.decided', to: 'end.in' },
      { id: 'undecided', from: 'vote.undecided', to: 'split.in' },
    ],
    groups: [],
    properties: [],
  }
  const folder = mkdtempSync(join(tmpdir(), 'synod-e2e-'))
  writeFileSync(join(folder, NAME), JSON.stringify(document, null, 2))
  return folder
}

test('a council is counted while it is edited: who fails together, and what it survives', async ({
  workbench,
}) => {
  const { page } = workbench
  const folder = council()
  try {
    await workbench.openFile(folder, NAME)
    await workbench.card('vote').click()
    const inspector = page.getByRole('region', { name: 'Inspector' })
    await expect(inspector).toContainText('3 of 4 decide; survives 1 silent, 1 wrong')
    const conditions = inspector.getByRole('list', { name: 'Conditions' })
    await expect(conditions).toContainText('2 · 3 − 4 = 2 > 1')
    const mark = workbench.card('vote').getByRole('img', { name: /^Council: 3 of 4 decide/ })
    await expect(mark).toBeVisible()
    await checkAccess(page)
    await picture(page, 'quorum-council')

    // What does not go together yet is counted all the same.
    await inspector.getByLabel('How many of them').fill('2')
    await expect(inspector.getByText('4 of 4 decide; survives 0 silent, 3 wrong')).toBeVisible()
    await expect(conditions).toContainText('4 − 2 = 2 < 4')
    await page.getByRole('button', { name: 'Undo' }).click()

    // Two of one model have two votes that fail together.
    await workbench.card('b').click()
    await inspector.getByLabel('Model', { exact: true }).fill('a:model')
    await workbench.card('vote').click()
    await expect(inspector).toContainText('3 of 4 decide; survives 0 silent, 0 wrong')
    await expect(inspector.getByRole('list', { name: 'What fails together' })).toContainText(
      '"Reader a" and "Reader b" are of the model "a:model"',
    )
    await workbench.card('end').click()
    await expect(mark).toBeHidden()
    await page.getByRole('button', { name: 'Check', exact: true }).click()
    await expect(workbench.card('vote').getByRole('img', { name: /3 of 4 fail apart/ })).toBeVisible()
    await checkAccess(page)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
