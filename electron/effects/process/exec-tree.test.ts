import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall } from '../../drivers/seams.ts'
import type { Change } from '../git/change.ts'
import { runGit } from '../git/testing/repository.ts'
import { createProcessExecutor } from './executor.ts'
import { createExecBench, EDITS, js, READS, rooms } from './testing/exec-bench.ts'

const on = createExecBench()

describe.each(rooms)('process.exec in a worktree $name', ({ sandboxes, skip }) => {
  const executor = createProcessExecutor({ sandboxes })
  const run = (config: object, given: Partial<EffectCall> = {}): Promise<Outcome> =>
    executor.perform(on.callFor(config, given), on.io)

  it.skipIf(skip)('works in a worktree and settles with the tree that it leaves', async () => {
    const base = await on.opened()
    const payload = { in: {}, tree: on.io.payloads.put({ ...base }) }
    const source = `const fs = require('node:fs')
      fs.appendFileSync('a.txt', 'two\\n'); fs.writeFileSync('new.txt', process.argv[1])`
    const command = { run: js(source, '{{tree.path}}') }
    const first = await run(command, { control: { capture: true }, payload, bound: { config: {}, ...EDITS } })
    const again = await run(command, {
      control: { capture: true },
      payload,
      bound: { config: {}, ...EDITS },
      execution: 2,
    })
    expect(again.refs['tree']).toBe(first.refs['tree'])
    const after = on.io.read(first.refs['tree']) as unknown as Change
    expect(after).toMatchObject({ repository: base.repository, commit: base.commit })
    expect(runGit(after.repository, 'show', `${after.tree}:a.txt`)).toBe('one\ntwo\n')
    expect(runGit(after.repository, 'show', `${after.tree}:new.txt`)).toContain('/trees/work')
    expect(readFileSync(join(on.bench.repository, 'a.txt'), 'utf8')).toBe('one\n')
  })

  it.skipIf(skip)('passes on the tree that it was given where it may not change it', async () => {
    const payload = { in: {}, tree: on.io.payloads.put({ ...(await on.opened()) }) }
    const command = { run: js(`require('node:fs').writeFileSync('a.txt', 'changed')`) }
    const outcome = await run(command, { payload, bound: { config: {}, ...READS } })
    expect(outcome.refs['tree']).toBe(payload.tree)
    const reader = { run: ['cat', 'a.txt'] }
    const next = await run(reader, { payload, bound: { config: {}, ...READS } })
    expect(on.io.read(next.refs['result'])).toBe('one\n')
  })

  it.skipIf(skip)('refuses a change that a message made up', async () => {
    const payload = {
      in: {},
      tree: on.io.payloads.put({ ...(await on.opened()), repository: on.bench.repository }),
    }
    const outcome = await run({ run: ['true'] }, { payload, bound: { config: {}, ...EDITS } })
    expect(on.errorOf(outcome)).toContain('is not a repository of this run')
  })
})
