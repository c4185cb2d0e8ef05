import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { HostError, type Params, type Result } from '../../shared/api/contract.ts'
import { judge } from '../../shared/lessons/judge.ts'
import { type Lesson, lessonSchema } from '../../shared/lessons/lesson.ts'
import { startProbe } from '../../shared/lessons/probe.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Journal } from '../drivers/seams.ts'
import { readCheckable } from './checkable.ts'
import type { Checks } from './checks.ts'
import { readText } from './documents.ts'
import { lessonsFolder } from './places.ts'

/** Kept in the home: when each lesson was passed first, by its id. */
const PASSED = 'lessons'

/** States between two looks at what else there is to do. */
const PIECE = 200

interface LessonParts {
  readonly journal: Journal
  readonly checks: Checks
  readonly home: string
  readonly now: () => number
}

/** The lessons of this host: Synod's own drawings, and the copies that a person works on. */
export class Lessons {
  private readonly parts: LessonParts
  private read: readonly Lesson[] | null = null

  constructor(parts: LessonParts) {
    this.parts = parts
  }

  list(): Result<'lesson.list'> {
    const passed = this.passed()
    return {
      lessons: this.all().map(({ id, order, title, topic, minutes }) => ({
        ...{ id, order, title, topic, minutes },
        passed: Object.hasOwn(passed, id),
        started: existsSync(this.copyOf(id)),
      })),
    }
  }

  open({ id, again }: Params<'lesson.open'>): Result<'lesson.open'> {
    const lesson = this.find(id)
    const path = this.copyOf(id)
    if (again === true || !existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, readText(drawingOf(id, 'broken')), { flush: true })
    }
    return { path, lesson, passed: Object.hasOwn(this.passed(), id) }
  }

  solution(id: string): Result<'lesson.solution'> {
    return { path: drawingOf(this.find(id).id, 'repaired') }
  }

  /** Goes by what this host's own check has found, in the very text that it was of. */
  async judge({ id, check }: Params<'lesson.judge'>): Promise<Result<'lesson.judge'>> {
    const lesson = this.find(id)
    const { request, result } = this.parts.checks.ended(check)
    if (resolve(request.path) !== this.copyOf(id))
      throw new HostError({ code: 'bad-input', message: `Check ${check} is of another drawing` })
    const { document } = readCheckable(request.text, request.path)
    const reached = await reachedIn(lesson, document)
    const broken = drawingOf(id, 'broken')
    const left = judge(lesson, readCheckable(readText(broken), broken).document, {
      ...{ document, result, reached },
      settings: request.settings,
    })
    if (left.length === 0) await this.note(id)
    return { passed: left.length === 0, left: [...left] }
  }

  private all(): readonly Lesson[] {
    this.read ??= readLessons()
    return this.read
  }

  private find(id: string): Lesson {
    const lesson = this.all().find((one) => one.id === id)
    if (lesson === undefined) throw new HostError({ code: 'not-found', message: `There is no lesson ${id}` })
    return lesson
  }

  private copyOf(id: string): string {
    return resolve(this.parts.home, 'lessons', `${id}.synod.json`)
  }

  private passed(): Readonly<Record<string, number>> {
    return (this.parts.journal.setting(PASSED) ?? {}) as Readonly<Record<string, number>>
  }

  private async note(id: string): Promise<void> {
    const passed = this.passed()
    if (Object.hasOwn(passed, id)) return
    await this.parts.journal.putSetting(PASSED, { ...passed, [id]: this.parts.now() })
  }
}

/** In pieces, so that the host goes on meanwhile; without faults there is not much to see. */
async function reachedIn(lesson: Lesson, document: TopologyDocument): Promise<readonly string[]> {
  const probe = startProbe(lesson, document)
  while (!probe.advance(PIECE)) await new Promise((resolve) => setImmediate(resolve))
  return probe.reached()
}

function readLessons(): readonly Lesson[] {
  const folder = lessonsFolder()
  return readdirSync(folder)
    .map((name) => join(folder, name, 'lesson.json'))
    .filter((path) => existsSync(path))
    .map((path) => lessonSchema.parse(JSON.parse(readFileSync(path, 'utf8'))))
    .sort((a, b) => a.order - b.order)
}

function drawingOf(id: string, which: 'broken' | 'repaired'): string {
  return join(lessonsFolder(), id, `${which}.synod.json`)
}
