import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDocument } from './documents.ts'
import { openHost } from './open-host.ts'
import type { Host } from './service.ts'

const ID = 'lost-update'

function freshHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'synod-test-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

async function hostOf(home: string): Promise<Host> {
  const host = await openHost({ home, environment: {} })
  onTestFinished(() => host.close())
  return host
}

/** Checks a text as the lesson's own copy, with its settings unless others are given. */
async function judged({ service }: Host, text: string, path?: string) {
  const opened = await service.call('lesson.open', { id: ID })
  const { check } = await service.call('check.start', {
    path: path ?? opened.path,
    text,
    settings: opened.lesson.settings,
  })
  await new Promise<void>((resolve) => {
    const stop = service.follow('check.progress', { check }, (events) => {
      if (events.some(({ phase }) => phase !== 'running')) resolve()
    })
    onTestFinished(stop)
  })
  return service.call('lesson.judge', { id: ID, check })
}

async function stateOf({ service }: Host) {
  const { lessons } = await service.call('lesson.list', {})
  const { passed, started } = lessons.find(({ id }) => id === ID) ?? {}
  return { passed, started }
}

describe('a lesson', () => {
  it('is a copy that a person may change, and may be begun again', async () => {
    const host = await hostOf(freshHome())
    expect(await stateOf(host)).toEqual({ passed: false, started: false })
    const { path, lesson, passed } = await host.service.call('lesson.open', { id: ID })
    expect([lesson.id, passed, openDocument(path).writable]).toEqual([ID, false, true])
    expect(await stateOf(host)).toEqual({ passed: false, started: true })
    const broken = readFileSync(path, 'utf8')
    writeFileSync(path, '{}')
    await host.service.call('lesson.open', { id: ID })
    expect(readFileSync(path, 'utf8')).toBe('{}')
    await host.service.call('lesson.open', { id: ID, again: true })
    expect(readFileSync(path, 'utf8')).toBe(broken)
  })

  it('is passed by a drawing that holds, as this host has checked it, and stays so', async () => {
    const home = freshHome()
    const host = await hostOf(home)
    const { service } = host
    const { path } = await service.call('lesson.open', { id: ID })
    const failed = await judged(host, readFileSync(path, 'utf8'))
    expect(failed.passed).toBe(false)
    expect(failed.left.join()).toContain('A schedule still breaks')
    const solution = openDocument((await service.call('lesson.solution', { id: ID })).path)
    expect(solution.writable).toBe(false)
    await expect(judged(host, solution.text, solution.path)).rejects.toThrow('is of another drawing')
    expect(await stateOf(host)).toMatchObject({ passed: false })
    expect(await judged(host, solution.text)).toEqual({ passed: true, left: [] })
    await host.close()
    expect(await stateOf(await hostOf(home))).toEqual({ passed: true, started: true })
  })

  it('that nobody knows, and a check that nobody knows, are told so', async () => {
    const { service } = await hostOf(freshHome())
    await expect(service.call('lesson.open', { id: 'nothing' })).rejects.toThrow('There is no lesson nothing')
    await expect(service.call('lesson.judge', { id: ID, check: 'none' })).rejects.toThrow('no check none')
  })
})
