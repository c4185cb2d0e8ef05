import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CheckProgress, CheckSettings } from '../../shared/api/check.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { Checks } from './checks.ts'

const SETTINGS: CheckSettings = {
  faults: { host: 1, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 },
  timing: 'partial-sync',
  maxStates: 100_000,
  exact: false,
}

function push(
  effectClass: string,
  properties: readonly object[] = [{ at_most: 1, of: 'push.acted' }],
): string {
  return JSON.stringify({
    synod: 1,
    name: 'push',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      {
        id: 'push',
        kind: 'command',
        at: [0, 0],
        config: { run: ['push'], class: effectClass, probe: ['ask'] },
      },
      { id: 'out', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'push.in' },
      { id: 'b', from: 'push.out', to: 'out.in' },
    ],
    properties,
  })
}

/** Workers that never end would keep the test open, so a check of these ends in no time or is closed. */
function checks(): Checks {
  const made = new Checks()
  onTestFinished(() => made.close())
  return made
}

async function ended(made: Checks, check: string): Promise<readonly CheckProgress[]> {
  const seen: CheckProgress[] = []
  await new Promise<void>((resolve) => {
    const stop = made.follow(check, (events) => {
      seen.push(...events)
      if (events.some(({ phase }) => phase !== 'running')) resolve()
    })
    onTestFinished(stop)
  })
  return seen
}

describe('a check that a window asks for', () => {
  it('goes on in a thread, tells how it stands, and answers with what it found', async () => {
    const made = checks()
    const { check } = made.start({ path: 'push.synod.json', text: push('idempotent'), settings: SETTINGS })
    expect(made.result(check).result).toBeNull()
    const seen = await ended(made, check)
    expect(seen.at(-1)?.phase).toBe('done')
    const result = made.result(check).result as CheckResult
    expect(seen.at(-1)?.states).toBe(result.states)
    expect(result.violated.map(({ property }) => property)).toEqual(['at most 1 push.acted'])
    expect(result.violated[0]?.steps.at(-1)?.words).toBe('push: its attempt takes effect')
  })

  it('holds where the push may happen once only', async () => {
    const made = checks()
    const { check } = made.start({ path: 'push.synod.json', text: push('once'), settings: SETTINGS })
    await ended(made, check)
    const result = made.result(check).result as CheckResult
    expect(result.violated).toEqual([])
    expect(result.coverage).toBe('exhausted within bounds')
  })

  it('is refused at once where a property names nothing, with its place', () => {
    const text = push('once', [{ never: 'pull.started' }])
    expect(() => checks().start({ path: 'push.synod.json', text, settings: SETTINGS })).toThrow(
      'push.synod.json: properties[0].never: there is no node or edge "pull"',
    )
  })

  it('that nobody knows is told so', () => {
    expect(() => checks().result('nothing')).toThrow('There is no check nothing')
  })

  it('is kept beside the drawing, played first by the next check, and refused where there is no file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'synod-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const made = checks()
    const path = join(folder, 'push.synod.json')
    const first = made.start({ path, text: push('idempotent'), settings: SETTINGS }).check
    await ended(made, first)
    const property = made.result(first).result?.violated[0]?.property ?? ''
    expect(made.keep(first, property)).toEqual({ path: join(folder, 'push.at-most-1-push-acted.trace.json') })
    expect(() => made.keep(first, 'nothing')).toThrow('has nothing that breaks')

    const again = made.start({ path, text: push('once'), settings: SETTINGS }).check
    await ended(made, again)
    expect(made.result(again).kept).toMatchObject([{ property, verdict: 'holds' }])
    const unsaved = made.start({ path: '', text: push('idempotent'), settings: SETTINGS }).check
    await ended(made, unsaved)
    expect(() => made.keep(unsaved, property)).toThrow('save it first')
  })
})
