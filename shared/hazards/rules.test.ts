import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { findHazards, type Hazard } from './index.ts'
import { HAZARD_RULES } from './rules/index.ts'
import { TWINS } from './testing/index.ts'
import { TEAMS } from './testing/teams/index.ts'

const PAGES = new URL('../../docs/hazards/', import.meta.url)

function problemsOf(document: TopologyDocument): readonly string[] {
  const checked = compile(document, kinds)
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`)
}

function foundIn(document: TopologyDocument, rule: string): readonly Hazard[] {
  return findHazards(document, kinds).filter((one) => one.rule.id === rule)
}

function text(hazards: readonly Hazard[]): readonly string[] {
  return hazards.map(({ finding }) => finding.sentence)
}

describe.each([...TWINS, ...TEAMS].map((twin) => [`${twin.rule}: ${twin.has.name}`, twin] as const))(
  '%s',
  (_, twin) => {
    test('compiles with the hazard and without', () => {
      expect(problemsOf(twin.has)).toEqual([])
      expect(problemsOf(twin.repaired)).toEqual([])
    })

    test('is found, and is gone where it is repaired', () => {
      expect(foundIn(twin.has, twin.rule)).not.toEqual([])
      expect(text(foundIn(twin.repaired, twin.rule))).toEqual([])
    })

    // Whatever rule offers it, and whichever drawing it stands in.
    test.each([
      ['has', twin.has],
      ['repaired', twin.repaired],
    ] as const)('every fix compiles and takes its hazard away (%s)', (_side, document) => {
      for (const { rule, finding, key } of findHazards(document, kinds)) {
        for (const fix of finding.fixes) {
          const fixed = fix.apply(document)
          const where = `${rule.id}: ${finding.sentence} ${fix.label}`
          expect(problemsOf(fixed), where).toEqual([])
          const left = foundIn(fixed, rule.id).map((one) => one.key)
          expect(left, where).not.toContain(key)
        }
      }
    })
  },
)

test('every rule has a row and an id of its own, a twin and a page', () => {
  const pages = new Set(readdirSync(PAGES))
  expect(new Set(HAZARD_RULES.map(({ id }) => id)).size).toBe(HAZARD_RULES.length)
  expect(HAZARD_RULES.map(({ row }) => row)).toEqual(
    HAZARD_RULES.map(({ row }) => row).toSorted((a, b) => a - b),
  )
  for (const { id, row } of HAZARD_RULES) {
    expect(
      TWINS.map(({ rule }) => rule),
      id,
    ).toContain(id)
    expect(pages, id).toContain(`${String(row).padStart(2, '0')}-${id}.md`)
  }
})

test('every finding names its elements and says what to do', () => {
  for (const { has } of TWINS) {
    const flat = JSON.stringify(has)
    for (const { finding, rule } of findHazards(has, kinds)) {
      expect(finding.elements.length, rule.id).toBeGreaterThan(0)
      for (const element of finding.elements)
        expect(flat, rule.id).toContain(`"id":"${element.slice(element.lastIndexOf('/') + 1)}"`)
      expect(finding.sentence, rule.id).toMatch(/^[A-Z"].*\.$/)
      expect(finding.remedy, rule.id).toMatch(/^[A-Z].*\.$/)
      expect(finding.assumption, rule.id).toMatch(/^[a-z].*[^.]$/)
    }
  }
})

test('every page tells its source and its property', () => {
  for (const { id, row, source, property } of HAZARD_RULES) {
    const page = readFileSync(new URL(`${String(row).padStart(2, '0')}-${id}.md`, PAGES), 'utf8')
    expect(page, id).toContain(source)
    if (property !== null) expect(page, id).toContain(property)
  }
})
