import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Answer } from '../../shared/api/contract.ts'
import { createRun, HandClock, quiet } from '../drivers/live/testing/live-harness.ts'
import { createHumanExecutor } from '../effects/human/human-executor.ts'
import { createMemoryJournal } from '../journal/memory-journal.ts'
import { Asks } from './asks.ts'
import { auditEntries, verifyAudit } from './audit.ts'
import { Runs } from './runs.ts'

const at: [number, number] = [0, 0]
const DOCUMENT = {
  synod: 1 as const,
  name: 'Two of three',
  nodes: [
    { id: 'start', kind: 'input', at },
    { id: 'ok', kind: 'gate', at, config: { ask: 'Go on?', approvers: 3, needed: 2, deadline_ms: 60_000 } },
    { id: 'yes', kind: 'output', at },
    { id: 'no', kind: 'output', at },
    { id: 'back', kind: 'output', at },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'ok.in' },
    { id: 'e2', from: 'ok.approved', to: 'yes.in' },
    { id: 'e3', from: 'ok.rejected', to: 'no.in' },
    { id: 'e4', from: 'ok.revise', to: 'back.in' },
  ],
}

/** A host's questions over a journal in memory, with one run that waits at its gate. */
async function waiting() {
  const journal = createMemoryJournal()
  const clock = new HandClock()
  const folders = () => ({ root: '/nowhere', topology: '/nowhere' })
  const executor = createHumanExecutor((call) => asks.standIn(call))
  const runs = new Runs(journal, clock, [executor], folders, () => ({
    push: (piece) => piece,
    flush: () => '',
  }))
  const asks: Asks = new Asks(runs, journal, folders, () => clock.now())
  runs.audit = (record, transitions) => asks.auditNotes(record, transitions)
  // As one that a dead host has left before its first step.
  await createRun(journal, 'r', DOCUMENT)
  const stored = journal.run('r')
  if (stored === null) throw new Error('the run is not there')
  const record = { ...stored.record, run: 'one', startedAt: clock.now() }
  await runs.start(record, { task: journal.payloads.put('this') }, false)
  const live = runs.live('one')
  if (live === null) throw new Error('the run has ended')
  await quiet(live)
  return { journal, clock, runs, asks, live }
}

const PEOPLE = ['anna', 'bo', 'cy', 'dora'] as const
const ANSWERS = ['approve', 'reject', 'revise', 'edit', 'reassign'] as const satisfies readonly Answer[]
const act = fc.record({
  who: fc.constantFrom(...PEOPLE),
  answer: fc.constantFrom(...ANSWERS),
  /** Together with the one before, as in two windows. */
  together: fc.boolean(),
})

it('several people at once: each answer that is taken stands in the trail, and each person decides once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10 }), async (acts) => {
      const { journal, clock, runs, asks, live } = await waiting()
      let digest = (await asks.view('one', 'ok')).digest
      const settled: Promise<string | null>[] = []
      for (const { who, answer, together } of acts) {
        const edit = { task: `by ${who}` }
        const params = { run: 'one', ask: 'ok:1', answer, shown: digest, comment: 'why', as: who }
        const more = answer === 'edit' ? { edit } : answer === 'reassign' ? { to: 'eve' } : {}
        const taken = asks.decide({ ...params, ...more }).then(
          () => `${who} ${answer}`,
          (error: Error) => {
            expect(error.constructor.name).toBe('HostError')
            return null
          },
        )
        settled.push(taken)
        if (together) continue
        await Promise.all(settled)
        if (runs.live('one') !== null) digest = (await asks.view('one', 'ok')).digest
      }
      const taken = (await Promise.all(settled)).filter((one) => one !== null)
      clock.turn(60_000)
      await quiet(live)
      const entries = auditEntries(journal, 'one')
      const noted = entries.filter(({ by }) => by !== 'deadline')
      expect(noted.map(({ by, answer }) => `${by} ${answer.split(' ')[0]}`).sort()).toEqual([...taken].sort())
      const decided = noted.filter(({ type }) => type === 'decision')
      const since = decided.findLastIndex(({ answer }) => answer === 'edit')
      const voters = decided.slice(Math.max(0, since)).map(({ by }) => by)
      expect(new Set(voters).size).toBe(voters.length)
      expect(journal.run('one')?.progress.status).toBe('done')
      expect(verifyAudit(journal, null).problems).toEqual([])
    }),
    { numRuns: 100 },
  )
})
