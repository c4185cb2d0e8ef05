import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { HAZARD_RULES } from './rules/index.ts'

const INDEX = readFileSync(new URL('../../docs/hazards/README.md', import.meta.url), 'utf8')

test('the index of the pages has each rule with its level and what shows it', () => {
  for (const { row, id, title, level, property } of HAZARD_RULES) {
    const line = INDEX.split('\n').find((one) => one.startsWith(`| ${row} | `)) ?? ''
    expect(line, id).toContain(`[${title}](${String(row).padStart(2, '0')}-${id}.md) | ${level} |`)
    if (property !== null) expect(line, id).toContain(`\`${property}\``)
  }
})
