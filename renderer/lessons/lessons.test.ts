import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HostClient } from '../../shared/api/client.ts'
import { HostError, type MethodName, type Params, type Result } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { emptyDocument } from '../../shared/topology/document.ts'
import { useLayout } from '../app/layout.ts'
import { forgetCheck, useChecking } from '../check/checking.ts'
import { setHost } from '../connection/host.ts'
import { closeDocument, showDocument, useDocument } from '../document/document.ts'
import { followLessons } from './follow.ts'
import { nextAfter } from './lesson-list.ts'
import { useTeaching } from './teaching.ts'
import { failureOf } from './watch.ts'

const usual = useChecking.getState().settings
const lesson: Lesson = {
  ...{ id: 'lost-update', order: 1, title: 'Two writers', topic: 'Lost update', minutes: 4 },
  ...{ rule: 'lost-update', team: 'Two write.', watch: 'One is lost.' },
  settings: { ...usual, faults: { ...usual.faults, crash: 2 } },
  goal: ['a', 'b'],
  keep: { nodes: [], reach: [] },
  ...{ hints: ['One', 'Two'], why: ['Because'], sources: [{ text: 'A paper' }] },
}

type Answers = { readonly [M in MethodName]?: (params: Params<M>) => Result<M> }

const KNOWS: Answers = {
  'lesson.list': () => ({ lessons: [] }),
  'lesson.open': () => ({ path: '/data/lessons/lost-update.synod.json', lesson, passed: false }),
  'lesson.solution': () => ({ path: '/app/lessons/lost-update/repaired.synod.json' }),
  'lesson.judge': () => ({ passed: false, left: ['A schedule still breaks it.'] }),
}

function hostThat(answers: Answers): HostClient {
  return {
    call: async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
      const answer: ((params: Params<M>) => Result<M>) | undefined = answers[method]
      if (answer === undefined) throw new HostError({ code: 'unavailable', message: `No ${method} here` })
      return answer(params)
    },
    follow: () => () => undefined,
    onClose: () => undefined,
    close: () => undefined,
  }
}

const result: CheckResult = {
  ...{ coverage: 'exhausted within bounds', states: 9, generated: 12, depth: 3, frontier: 0, omission: 0 },
  ...{ reductions: [], bounds: [], capsHit: [], neverFired: [], properties: [], levels: [], seconds: 0 },
  violated: [violation('other', 1), violation('a', 7), violation('b', 5)],
}

function violation(property: string, count: number): CheckResult['violated'][number] {
  const step = { words: '', action: '', element: null, fault: false, transitions: [] }
  const steps = Array.from({ length: count }, () => step)
  return { property, sentence: 'It is lost', elements: [], steps, pivot: null }
}

function openFile(path: string): void {
  showDocument(emptyDocument(), { path, digest: null, writable: true })
}

/** What was promised has been kept by then: nothing here waits for the world. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

function endCheck(check: string): void {
  const { document } = useDocument.getState()
  useChecking.setState({ phase: 'done', check, result, document })
}

let stop = (): void => {}

beforeEach(() => {
  setHost(hostThat(KNOWS))
  stop = followLessons()
})

afterEach(async () => {
  closeDocument()
  forgetCheck()
  await settled()
  stop()
})

it('knows a lesson by its file, brings its settings and its tab, and takes both back', async () => {
  openFile('/data/lessons/lost-update.synod.json')
  await settled()
  expect(useTeaching.getState()).toMatchObject({ lesson: { id: 'lost-update' }, solution: false })
  expect(useChecking.getState().settings).toBe(lesson.settings)
  expect(useLayout.getState().leftTab).toBe('lesson')
  openFile('/app/lessons/lost-update/repaired.synod.json')
  await settled()
  expect(useTeaching.getState().solution).toBe(true)
  closeDocument()
  await settled()
  expect(useTeaching.getState().lesson).toBe(null)
  expect(useChecking.getState().settings).toBe(usual)
  expect(useLayout.getState().leftTab).toBe('nodes')
})

it('takes a file of the same name elsewhere for no lesson', async () => {
  openFile('/mine/lessons/lost-update.synod.json')
  await settled()
  expect(useTeaching.getState().lesson).toBe(null)
  setHost(hostThat({}))
  openFile('/mine/lessons/first.synod.json')
  await settled()
  expect(useTeaching.getState().lesson).toBe(null)
})

it('asks the host what each check means; the first that fails was to be watched', async () => {
  openFile('/data/lessons/lost-update.synod.json')
  await settled()
  endCheck('c1')
  await settled()
  expect(useTeaching.getState()).toMatchObject({
    watched: 'c1',
    judging: false,
    verdict: { check: 'c1', passed: false, left: ['A schedule still breaks it.'] },
  })
  setHost(hostThat({ ...KNOWS, 'lesson.judge': () => ({ passed: true, left: [] }) }))
  endCheck('c2')
  await settled()
  expect(useTeaching.getState()).toMatchObject({ watched: 'c1', passed: true, verdict: { check: 'c2' } })
})

it('says why the host has not judged', async () => {
  openFile('/data/lessons/lost-update.synod.json')
  await settled()
  setHost(hostThat({}))
  endCheck('c1')
  await settled()
  expect(useTeaching.getState()).toMatchObject({
    judging: false,
    verdict: null,
    problem: 'No lesson.judge here',
  })
})

it('does not judge the way that is shown', async () => {
  openFile('/app/lessons/lost-update/repaired.synod.json')
  await settled()
  endCheck('c1')
  await settled()
  expect(useTeaching.getState()).toMatchObject({ watched: null, verdict: null })
})

it('plays the shortest story of what the lesson is about, of this very drawing', () => {
  const document = emptyDocument()
  expect(failureOf(lesson, { result, document }, document)?.property).toBe('b')
  expect(failureOf(lesson, { result: null, document }, document)).toBe(null)
  expect(failureOf(lesson, { result, document }, { ...document, name: 'Other' })).toBe(null)
})

it('goes on with the next lesson that is open, and round to the first', () => {
  const row = (order: number, passed: boolean) => ({
    ...{ id: `l${order}`, order, title: '', topic: '', minutes: 1, passed, started: false },
  })
  const lessons = [row(1, false), row(2, true), row(3, true), row(4, false)]
  expect(nextAfter(lessons, 'l2')?.id).toBe('l4')
  expect(nextAfter(lessons, 'l4')?.id).toBe('l1')
  expect(nextAfter([row(1, true)], 'l1')).toBe(null)
})
