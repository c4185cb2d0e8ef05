import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CheckResult } from '../explore/result.ts'
import { checkTopology } from '../explore/topology/check.ts'
import { all, setConfig } from '../hazards/edit.ts'
import { findHazards } from '../hazards/index.ts'
import { HAZARD_RULES } from '../hazards/rules/index.ts'
import { verifierOn } from '../hazards/rules/unverified-effect.ts'
import { kinds } from '../nodes/index.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { formatDocument, parseDocument } from '../topology/parse.ts'
import { judge, type Tried } from './judge.ts'
import { type Lesson, lessonSchema } from './lesson.ts'
import { startProbe } from './probe.ts'

const NO_FAULTS = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }
const FOLDER = new URL('../../lessons/', import.meta.url)

function drawingAt(path: string): TopologyDocument {
  const text = readFileSync(new URL(path, FOLDER), 'utf8')
  const parsed = parseDocument(text)
  if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.problems)}`)
  expect(formatDocument(parsed.value), path).toBe(text)
  return parsed.value
}

interface Taught {
  readonly lesson: Lesson
  readonly broken: TopologyDocument
  readonly repaired: TopologyDocument
}

const LESSONS = readdirSync(FOLDER)
  .map((id): Taught => {
    const lesson = lessonSchema.parse(
      JSON.parse(readFileSync(new URL(`${id}/lesson.json`, FOLDER), 'utf8')) as unknown,
    )
    expect(lesson.id).toBe(id)
    return {
      lesson,
      broken: drawingAt(`${id}/broken.synod.json`),
      repaired: drawingAt(`${id}/repaired.synod.json`),
    }
  })
  .sort((a, b) => a.lesson.order - b.lesson.order)

/** Null where a check of it is refused. */
function checked(document: TopologyDocument, settings: Lesson['settings']): CheckResult | null {
  const answer = checkTopology(document, kinds, { ...settings, maxBytes: 1_000_000_000 })
  return answer.ok ? answer.value : null
}

const known = new WeakMap<TopologyDocument, Tried | null>()

/** As a host looks at it; each drawing once. */
function triedOf({ lesson }: Taught, document: TopologyDocument): Tried | null {
  const before = known.get(document)
  if (before !== undefined) return before
  const { settings } = lesson
  const result = checked(document, settings)
  const probe = startProbe(lesson, document)
  probe.advance(Number.POSITIVE_INFINITY)
  const tried = result === null ? null : { document, settings, result, reached: probe.reached() }
  known.set(document, tried)
  return tried
}

function leftOf(taught: Taught, document: TopologyDocument, change: Partial<Tried> = {}): readonly string[] {
  const tried = triedOf(taught, document)
  return tried === null
    ? ['A check of it is refused']
    : judge(taught.lesson, taught.broken, { ...tried, ...change })
}

/** The node is there, and nothing leads to it or from it. */
function unwired(document: TopologyDocument, id: string): TopologyDocument {
  const isOf = (end: string): boolean => end === id || end.startsWith(`${id}.`)
  return { ...document, edges: document.edges.filter(({ from, to }) => !isOf(from) && !isOf(to)) }
}

function without(document: TopologyDocument, id: string): TopologyDocument {
  const { groups, ...rest } = unwired(document, id)
  const nodes = document.nodes.filter((node) => node.id !== id)
  return groups?.some(({ members }) => members.includes(id)) === true
    ? { ...rest, nodes }
    : { ...rest, nodes, ...(groups === undefined ? {} : { groups }) }
}

/** Of the fixes that a lesson's finding offers: those that are no repair of it, though they are worth offering. */
const NOT_ENOUGH: { readonly [lesson: string]: readonly string[] } = {
  // A person then answers for the decision; the vote still decides for what is wrong.
  'common-mode-vote': ['Ask before the decision counts'],
  'byzantine-quorum': ['Ask before the decision counts'],
  // As far as clocks go: timers of a check know no durations.
  'zombie-lease': ['Let leases of "Search index" last 660 s'],
}

describe.each(LESSONS.map((taught) => [taught.lesson.id, taught] as const))('%s', (id, taught) => {
  const { lesson, broken, repaired } = taught
  const found = (document: TopologyDocument) =>
    findHazards(document, kinds).filter(({ rule }) => rule.id === lesson.rule)

  test('starts from a drawing that breaks its goals and nothing else, and ends with one that holds', () => {
    const { violated, coverage } = (triedOf(taught, broken) as Tried).result
    expect(violated.map(({ property }) => property).sort()).toEqual([...lesson.goal].sort())
    expect(coverage).toBe('exhausted within bounds')
    for (const { steps } of violated) expect(steps.length).toBeLessThan(40)
    expect(found(broken)).not.toEqual([])
    expect(leftOf(taught, broken)).not.toEqual([])
    expect(leftOf(taught, repaired)).toEqual([])
    expect(found(repaired)).toEqual([])
  })

  test('is passed by a quick fix of its finding, or it is known why not', () => {
    for (const { finding } of found(broken)) {
      for (const { label, apply } of finding.fixes) {
        const passed = leftOf(taught, apply(broken)).length === 0
        expect(passed, label).toBe(NOT_ENOUGH[id]?.includes(label) !== true)
      }
    }
  })

  test('is not passed by taking the work away, by checking less or by setting the finding aside', () => {
    for (const { id: node } of lesson.keep.nodes) {
      expect(leftOf(taught, without(broken, node)), node).not.toEqual([])
      expect(leftOf(taught, unwired(repaired, node)), node).not.toEqual([])
    }
    const silenced = [{ rule: lesson.rule, element: 'any', reason: 'seen' }]
    expect(leftOf(taught, repaired, { document: { ...repaired, silenced } })).toEqual([
      expect.stringContaining('set aside'),
    ])
    const settings = { ...lesson.settings, faults: NO_FAULTS }
    const less = Object.values(lesson.settings.faults).some((count = 0) => count > 0)
    expect(leftOf(taught, repaired, { settings }).length).toBe(less ? 1 : 0)
  })

  test('is laid out on the grid, each card by itself', () => {
    for (const { nodes } of [broken, repaired]) {
      for (const { at, name } of nodes) {
        expect([at[0] % 8, at[1] % 8], name).toEqual([0, 0])
        const near = nodes.filter(
          (other) => Math.abs(other.at[0] - at[0]) < 208 && Math.abs(other.at[1] - at[1]) < 100,
        )
        expect(
          near.map((one) => one.name),
          name,
        ).toEqual([name])
      }
    }
  })
})

function lessonOf(id: string): Taught {
  const taught = LESSONS.find(({ lesson }) => lesson.id === id)
  if (taught === undefined) throw new Error(`no lesson ${id}`)
  return taught
}

test('they have an order, and each a rule of its own', () => {
  expect(LESSONS.map(({ lesson }) => lesson.order)).toEqual(LESSONS.map((_, at) => at + 1))
  expect(LESSONS.length).toBeGreaterThanOrEqual(12)
  const rules = LESSONS.map(({ lesson }) => lesson.rule)
  expect(new Set(rules).size).toBe(rules.length)
  const known = HAZARD_RULES.map(({ id }) => id)
  for (const rule of rules) expect(known).toContain(rule)
})

test('what hints and reasons say beside the one way shown is so', () => {
  const byzantine = lessonOf('byzantine-quorum')
  const twoOfThree = setConfig('vote', { rule: 'quorum', quorum: 2 })(byzantine.broken)
  expect(leftOf(byzantine, twoOfThree)).toEqual([])
  const storm = lessonOf('retry-storm')
  expect(leftOf(storm, { ...storm.broken, groups: [] })).toEqual([])
  const twice = lessonOf('double-deploy')
  const idempotent = setConfig('deploy', { class: 'idempotent' })(twice.broken)
  expect(leftOf(twice, idempotent)).toEqual([expect.stringContaining('More than once')])
})

test('a verifier before each voter turns wrong into silent, and then the first answer may decide', () => {
  const taught = lessonOf('byzantine-quorum')
  const voters = taught.broken.edges.filter(({ to }) => to.startsWith('vote.')).map(({ id }) => id)
  expect(leftOf(taught, all(...voters.map(verifierOn))(taught.broken))).toEqual([])
})
