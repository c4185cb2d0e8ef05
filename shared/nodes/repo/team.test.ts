import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClientCell, type EffectCell, initialState, type RunState } from '../../kernel/cells.ts'
import { enabled } from '../../kernel/enabled.ts'
import { step } from '../../kernel/step.ts'
import { applyTransition, type Input } from '../../kernel/transition.ts'
import { verdict } from '../../kernel/verdict.ts'
import { compile } from '../../topology/compile.ts'
import type { DocumentEdge, DocumentNode } from '../../topology/document.ts'
import type { Ask } from '../../topology/kind.ts'
import { errorOutcome, type Outcome } from '../../topology/payload.ts'
import type { Plan } from '../../topology/plan.ts'
import { kinds } from '../index.ts'

/** Workers that all change one repository; what conflicts goes back to its worker, twice at most. */
function team(workers: number, check: readonly string[]): Plan {
  const names = Array.from({ length: workers }, (_, at) => `w${at}`)
  const nodes: DocumentNode[] = [
    { id: 'start', kind: 'input', at: [0, 0] },
    { id: 'git', kind: 'repo', at: [0, 0], config: { path: 'x', check } },
    ...names.map((id): DocumentNode => ({ id, kind: 'command', at: [0, 0], config: { run: ['edit'] } })),
    { id: 'end', kind: 'output', at: [0, 0] },
  ]
  const edges: DocumentEdge[] = [
    { id: 'open', from: 'start.out', to: 'git.open' },
    ...names.flatMap((id): DocumentEdge[] => [
      { id: `${id}-in`, from: 'git.opened', to: `${id}.in` },
      { id: `${id}-git`, from: id, to: 'git', access: 'read-modify-write' },
      { id: `${id}-again`, from: `${id}.conflict`, to: `${id}.in`, policy: { rounds: 2 } },
      { id: `${id}-spent`, from: `${id}.exhausted`, to: 'end.in' },
      { id: `${id}-error`, from: `${id}.error`, to: 'end.in' },
      { id: `${id}-out`, from: `${id}.out`, to: 'end.in' },
    ]),
  ]
  const compiled = compile({ synod: 1, name: 'team', nodes, edges }, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

/** Git as far as it matters: which pieces of work a commit or a tree holds, and where the branch is. */
class AbstractGit {
  private readonly held = new Map<string, ReadonlySet<string>>()
  branch = ''

  put(holds: Iterable<string>): string {
    const name = `ref:${this.held.size}`
    this.held.set(name, new Set(holds))
    return name
  }

  holds(change: unknown): ReadonlySet<string> {
    return this.held.get(String(change)) ?? new Set()
  }

  /** Another hand moves the branch on. */
  outside(): void {
    this.branch = this.put([...this.holds(this.branch), `outside${this.held.size}`])
  }

  answer({ kind, tag, control, payload }: Ask, pick: number): Outcome {
    const { head, tree, change } = payload
    const ok = (name: string): Outcome => ({ tag: 'ok', control: {}, refs: { change: name } })
    const moved: Outcome = { tag: 'moved', control: {}, refs: { change: this.branch } }
    const lost = errorOutcome({ code: 'cut', retryable: false, happened: 'unknown' }, 'text:cut')
    switch (kind) {
      case 'git.open': {
        this.branch = this.put([])
        return ok(this.branch)
      }
      case 'process.exec': {
        if (control['check'] === true)
          return { tag: pick % 4 === 0 ? 'exit' : 'ok', control: {}, refs: REPORT }
        const edited = this.put([...this.holds(tree), `work${this.held.size}`])
        return { tag: 'ok', control: { exit: 0 }, refs: { ...REPORT, tree: edited } }
      }
      case 'git.commit':
      case 'git.merge': {
        if (pick % 5 === 0) return { tag: 'conflict', control: {}, refs: { error: 'text:clash' } }
        const merged = this.put([...this.holds(head), ...this.holds(tree)])
        if (kind === 'git.merge') return ok(merged)
        return this.move(String(head), merged, pick) ? (pick % 7 === 0 ? lost : ok(merged)) : moved
      }
      case 'git.move':
        return this.move(String(head), String(change), pick)
          ? pick % 7 === 0
            ? lost
            : ok(String(change))
          : moved
      default:
        throw new Error(`${tag}: ${kind} is not of this world`)
    }
  }

  /** Now and then another hand is quicker. */
  private move(from: string, to: string, pick: number): boolean {
    if (pick % 3 === 0) this.outside()
    if (this.branch !== from) return false
    this.branch = to
    return true
  }
}

const REPORT = { result: 'text:done', log: 'text:' }

interface Ended {
  readonly git: AbstractGit
  readonly state: RunState
  /** The trees that clients gave back and were told are merged. */
  readonly merged: readonly string[]
}

function play(plan: Plan, picks: readonly number[]): Ended {
  const git = new AbstractGit()
  const merged = new Set<string>()
  let state = initialState(plan)
  const put = (input: Input): void => {
    state = applyTransition(state, step(plan, state, input))
    for (const { index, clientOf } of plan.actors) {
      const cell = state[index]
      const commit = cell?.type === 'actor' ? cell.effects.find(({ ask }) => ask.tag === 'commit') : undefined
      const replies = [...clientOf.values()].flatMap((client) => (state[client] as ClientCell).replies)
      // What it gave back is part of what it is told.
      if (
        commit !== undefined &&
        replies.some(({ tag, outcome }) => tag === 'commit' && outcome.tag === 'ok')
      )
        merged.add(String(commit.ask.payload['tree']))
    }
  }
  put({ type: 'start', component: plan.entry, payload: { task: 'text:task' } })
  for (let at = 0; ; at += 1) {
    const pick = picks[at % picks.length] ?? at
    const waiting = plan.actors.flatMap(({ index }) => {
      const cell = state[index]
      const open = cell?.type === 'actor' ? cell.effects.filter(isBegun) : []
      return open.map(({ ask }) => ({ component: index, ask }))
    })
    const inputs = enabled(plan, state)
    const chosen = pick % (inputs.length + waiting.length || 1)
    const input = inputs[chosen]
    const world = waiting[chosen - inputs.length]
    if (input !== undefined) put(input)
    else if (world !== undefined) {
      const { component, ask } = world
      put({ type: 'settle', component, tag: ask.tag, outcome: git.answer(ask, pick + at) })
    } else return { git, state, merged: [...merged] }
  }
}

function isBegun({ status, ask }: EffectCell): boolean {
  return status === 'begun' && ask.to === undefined
}

describe.each([
  ['merges', []],
  ['checks what it merges', ['test']],
])('a repository that %s, in whatever order its workers come', (_how, check) => {
  const plan = team(4, check)
  const picks = fc.array(fc.noBias(fc.nat({ max: 2 ** 20 })), { minLength: 30, maxLength: 120, size: 'max' })

  it('has in its newest state every change that it said was merged, and the branch is there', () => {
    let most = 0
    fc.assert(
      fc.property(picks, (chosen) => {
        const { git, state, merged } = play(plan, chosen)
        expect(verdict(plan, state)).toEqual({ status: 'done' })
        const cell = state[plan.byId.get('git') ?? -1]
        const head = cell?.type === 'actor' ? (cell.local as { readonly head: string }).head : ''
        for (const tree of merged)
          expect([...git.holds(tree)].filter((work) => !git.holds(head).has(work))).toEqual([])
        expect([...git.holds(head)].filter((work) => !git.holds(git.branch).has(work))).toEqual([])
        most = Math.max(most, merged.length)
      }),
      { numRuns: 150 },
    )
    expect(most).toBeGreaterThan(1)
  })
})
