import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TraceStep } from '../../../shared/explore/result.ts'
import { checkTopology } from '../../../shared/explore/topology/check.ts'
import { follow } from '../../../shared/explore/topology/testing/follow.ts'
import { NO_FAULTS } from '../../../shared/explore/topology/testing/seen.ts'
import { initialState, type RunState } from '../../../shared/kernel/cells.ts'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { drawings } from '../../../shared/kernel/testing/drawings.ts'
import { applyTransition } from '../../../shared/kernel/transition.ts'
import { kinds } from '../../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import { parseDocument } from '../../../shared/topology/parse.ts'
import type { Outcome } from '../../../shared/topology/payload.ts'
import type { Plan } from '../../../shared/topology/plan.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import type { EffectCall, Executor, ProbeAnswer } from '../seams.ts'
import { createRun, type Driven, drive, HandClock, planOf, quiet } from './testing/live-harness.ts'
import { liveRace } from './testing/live-race.ts'

const RUNS = 15
const EXAMPLE = new URL('../../../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)

/** The example with a push that is said to be harmless twice, fewer turns, and the property that it is not. */
function shipAFix(): TopologyDocument {
  const parsed = parseDocument(readFileSync(EXAMPLE, 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const document = structuredClone(parsed.value)
  for (const node of document.nodes) {
    if (node.kind === 'agent') node.config = { ...node.config, turns: 3 }
    if (node.id === 'deploy') node.config = { ...node.config, class: 'idempotent' }
  }
  return { ...document, properties: [{ at_most: 1, of: 'deploy.acted' }] }
}

/** Answers as a counterexample says, each effect in the order of its answers; what it is silent about stays open. */
class ScriptedWorld implements Executor {
  readonly kinds = ['model.generate', 'process.exec', 'git.open', 'git.commit', 'human.ask', 'eval'] as const
  private readonly answers = new Map<string, Outcome[]>()
  private readonly performed: string[] = []

  constructor(steps: readonly TraceStep[]) {
    for (const { element, transitions } of steps)
      for (const { input } of transitions) {
        if (input.type !== 'settle') continue
        const key = `${element} ${input.tag}`
        this.answers.set(key, [...(this.answers.get(key) ?? []), input.outcome])
      }
  }

  perform({ node, tag }: EffectCall): Promise<Outcome> {
    this.performed.push(node)
    const answer = this.answers.get(`${node} ${tag}`)?.shift()
    return answer === undefined ? new Promise(() => {}) : Promise.resolve(answer)
  }

  async quell(): Promise<void> {}

  async probe(): Promise<ProbeAnswer> {
    return { type: 'unknown', evidence: 'nobody asks' }
  }

  acted(node: string): number {
    return this.performed.filter((one) => one === node).length
  }
}

function endOf(plan: Plan, steps: readonly TraceStep[]): RunState {
  return steps.flatMap(({ transitions }) => transitions).reduce(applyTransition, initialState(plan))
}

/** What the run starts with is the one thing that the two name differently. */
function text(cell: unknown): string {
  return JSON.stringify(cell).replaceAll('issue.task@', 'text:task')
}

const seed = testSeed()

describe(`runs of the live driver, with hosts that die in between (seed ${seed})`, () => {
  it.each([
    ['drawings', drawings],
    ['drawings with controllers and groups', controlledDrawings],
  ])('of random %s are paths of the model that a check searches', async (_name, documents) => {
    const journal = createMemoryJournal()
    const lost: string[] = []
    let followed = 0
    for (const [at, document] of fc.sample(documents, { seed, numRuns: RUNS }).entries()) {
      const run = `r${at}`
      await liveRace(journal, run, document, seeded(seed + at))
      const recorded = journal.transitionsAfter(run, 0, Number.MAX_SAFE_INTEGER)
      const transitions = recorded.map(({ transition }) => transition)
      const found = follow(planOf(document), transitions)
      followed += found.taken
      if (found.lost !== null) lost.push(`run ${at} after ${found.taken} steps: ${found.lost}`)
    }
    expect(lost).toEqual([])
    expect(followed).toBeGreaterThan(RUNS)
  })
})

describe('the shortest schedule in which a push happens twice', () => {
  it('comes to the same state on the live driver, told what the world answers and when the host dies', async () => {
    const document = shipAFix()
    const checked = checkTopology(document, kinds, {
      faults: { ...NO_FAULTS, host: 1 },
      timing: 'partial-sync',
      maxStates: 100_000,
      maxBytes: 1e9,
      exact: false,
    })
    if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
    const found = checked.value.violated.find(({ property }) => property === 'at most 1 deploy.acted')
    const steps = found?.steps ?? []
    expect(steps.slice(-5).map(({ action }) => action)).toEqual([
      'deploy: exec is under way',
      'deploy: exec takes effect',
      'the host dies and comes back',
      'deploy: exec is under way',
      'deploy: exec takes effect',
    ])
    const world = new ScriptedWorld(steps)
    const journal = createMemoryJournal()
    const record = await createRun(journal, 'r', document)
    const begin = async (): Promise<Driven> => {
      const driven = drive(journal, record, document, new HandClock(), world)
      driven.live.begin({ task: 'text:task' })
      await quiet(driven.live)
      return driven
    }
    const first = await begin()
    expect(world.acted('deploy')).toBe(1)
    await first.die()
    const second = await begin()
    expect(world.acted('deploy')).toBe(2)
    const modelled = endOf(planOf(document), steps)
    second.live.core.state.forEach((cell, at) => {
      expect(text(cell)).toBe(text(modelled[at]))
    })
  })
})
