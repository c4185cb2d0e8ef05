import { beforeEach, describe, expect, it } from 'vitest'
import { formatDocument } from '../../shared/topology/parse.ts'
import { VirtualClock } from '../../shared/trace/testing/clock.ts'
import { team } from '../../shared/trace/testing/team.ts'
import { setHost } from '../connection/host.ts'
import { closeRun } from '../playback/follow.ts'
import { usePlayback } from '../playback/playback.ts'
import { RunHost } from '../testing/run-host.ts'
import { fieldProblem, firstValues, inputFormOf, inputOf } from './input-fields.ts'
import { type StartRequest, startRun, useStart } from './start.ts'

const text = formatDocument(team)
const request: StartRequest = {
  path: '/tmp/team.synod.json',
  text,
  input: {},
  approve: 'ask',
  paused: false,
  chaos: false,
}

describe('starting a run', () => {
  beforeEach(() => {
    closeRun()
    useStart.setState({ stage: { type: 'none' } })
  })

  it('asks for trust first, and runs with the digest of the list that was read', async () => {
    setHost(new RunHost({ clock: new VirtualClock(), untrusted: true }))
    await startRun(request)
    const { stage } = useStart.getState()
    expect(stage).toMatchObject({
      type: 'trust',
      list: { commands: ['npm test', 'git push origin fix/setkey:main'] },
    })
    expect(usePlayback.getState().phase).toBe('none')
    if (stage.type !== 'trust') return
    await startRun(stage.request, { trust: stage.list.digest, unsandboxed: false })
    expect(useStart.getState().stage).toEqual({ type: 'none' })
    expect(usePlayback.getState()).toMatchObject({ phase: 'ready', document: { name: 'Ship a fix' } })
  })

  it('says why a run did not start', async () => {
    setHost(new RunHost({ clock: new VirtualClock() }))
    await startRun({ ...request, text: '{' })
    expect(useStart.getState().stage).toMatchObject({ type: 'refused', problem: { code: 'bad-input' } })
  })
})

describe('the input form', () => {
  const form = inputFormOf(text)
  const fields = form.ok ? form.fields : []

  it('begins with the defaults of the drawing, and leaves out what is empty', () => {
    const values = firstValues(fields)
    expect(values).toMatchObject({ repository: '', depth: '1000' })
    expect(inputOf(fields, values)).toMatchObject({ depth: 1000 })
    expect(inputOf(fields, values)).not.toHaveProperty('repository')
  })

  it('says what is missing or no number', () => {
    const [task, , depth] = fields
    expect(fieldProblem(task!, ' ')).toBe('What is wrong is needed')
    expect(fieldProblem(depth!, 'many')).toBe('A number is expected')
    expect(fieldProblem(depth!, '')).toBeUndefined()
  })

  it('says what a drawing lacks that cannot run', () => {
    expect(inputFormOf('{')).toMatchObject({ ok: false })
    const none = formatDocument({ ...team, nodes: [], edges: [] })
    expect(inputFormOf(none)).toMatchObject({ ok: false, problem: expect.stringContaining('has no input') })
  })
})
