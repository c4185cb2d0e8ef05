import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Result } from '../../shared/api/contract.ts'
import { initialState } from '../../shared/kernel/cells.ts'
import { applyTransition } from '../../shared/kernel/transition.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { planOfRun } from '../testing/conformance.ts'
import { restoreJournal } from '../testing/golden.ts'
import { readJournal, viewOf } from '../testing/journal-copy.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { sha256 } from './digest.ts'
import { openHost } from './open-host.ts'
import type { Host } from './service.ts'

const GOLDEN = join(import.meta.dirname, '..', 'journal', 'golden')
const places = temporaryPlaces()
afterAll(() => places.remove())

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function restore(version: string): string {
  const home = places.folder(`${version}-home`)
  const drawing = places.folder(`${version}-drawing`)
  mkdirSync(drawing)
  cpSync(join(GOLDEN, version, 'team.synod.json'), join(drawing, 'team.synod.json'))
  restoreJournal(json(join(GOLDEN, version, 'journal.json')), home, drawing)
  return home
}

type Outcome = Result<'run.outcome'>

function ended(host: Host, run: string): Promise<Outcome> {
  const over = ['done', 'stuck', 'failed', 'cancelled']
  return new Promise((resolve, reject) => {
    host.service.follow('runs', {}, (summaries) => {
      if (summaries.some((one) => one.run === run && over.includes(one.status)))
        host.service.call('run.outcome', { run }).then(resolve, reject)
    })
  })
}

/** Every kind that there was, by version. */
const KINDS: { readonly [version: string]: readonly string[] } = {
  v1: 'agent command contract gate input join output repo router verifier'.split(' '),
  // A nested topology is inlined: its own kind is not among the actors.
  v2: [...kinds.keys()].filter((kind) => kind !== 'topology').sort(),
}

/** A run of every kind, left by an older Synod (or by this one) while a gate waits for a person. */
describe.each(readdirSync(GOLDEN))('the journal of version %s', { timeout: 60_000 }, (version) => {
  it('is of every kind that there was, with one gate waiting', async () => {
    await readJournal(restore(version), places.folder('copy'), (journal) => {
      const [stored] = journal.runs()
      expect(stored?.progress.status).toBe('waiting')
      const view = viewOf(journal, stored?.record.run ?? '')
      expect(view.effects.filter(({ status }) => status !== 'settled').map(({ effect }) => effect)).toEqual([
        'ok:1',
      ])
      const used = new Set(planOfRun(view).actors.map(({ kind }) => kind.kind))
      expect([...used].sort()).toEqual(KINDS[version])
    })
  })

  it('folds to the state that its own version had, and is of the drawing that is pinned', async () => {
    await readJournal(restore(version), places.folder('copy'), (journal) => {
      const view = viewOf(journal, journal.runs()[0]?.record.run ?? '')
      const { text, digest } = view.stored.record
      expect(text).toBe(readFileSync(join(GOLDEN, version, 'team.synod.json'), 'utf8'))
      expect(digest).toBe(sha256(text))
      const transitions = view.transitions.map(({ transition }) => transition)
      const state = transitions.reduce(applyTransition, initialState(planOfRun(view)))
      const expected = json(join(GOLDEN, version, 'state.json')) as readonly unknown[]
      // Cells that nothing has changed yet are today's.
      const changed = new Set(transitions.flatMap((one) => one.changed.map(([component]) => component)))
      for (const component of changed) expect(state[component]).toEqual(expected[component])
      expect(changed.size).toBeGreaterThan(view.effects.length)
    })
  })

  it('is taken up: the person is asked the same question, and the run ends done by the answer', async () => {
    const host = await openHost({ home: restore(version), environment: {} })
    try {
      const { asks } = await host.service.call('inbox.list', {})
      expect(asks).toMatchObject([{ node: 'ok', type: 'gate', question: 'Ship the release?' }])
      const { run, ask } = asks[0]!
      const { digest } = await host.service.call('ask.view', { run, ask })
      const end = ended(host, run)
      await host.service.call('ask.decide', { run, ask, answer: 'approve', shown: digest, comment: '' })
      const { status, outputs, effects } = await end
      expect({ status, outputs }).toMatchObject({
        status: 'done',
        outputs: {
          end: [
            {
              task: 'the release',
              work: { edit: 'Added a line.', facts: { length: 4 } },
              approval: { approval: { decision: 'approve' }, shipping: { shipped: true } },
            },
          ],
        },
      })
      // What was settled before is as it was, the question stood, and the only new effect ran once.
      expect(effects.every((effect) => effect.status === 'settled')).toBe(true)
      expect(effects.filter(({ attempts }) => attempts > 1)).toEqual([])
      expect(effects.map(({ id }) => id)).toContain('ship:1')
    } finally {
      await host.close()
    }
  })
})
