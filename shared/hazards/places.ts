import { all } from './edit.ts'
import type { Finding, Fix, HazardLevel } from './rule.ts'

const GRAVEST: readonly HazardLevel[] = ['error', 'warning', 'note']

/** What one rule finds several times at the same place (two tools of an agent) is one finding, and one fix for all. */
export function onePerPlace(level: HazardLevel, findings: readonly Finding[]): readonly Finding[] {
  return [...Map.groupBy(findings, ({ elements }) => elements.join()).values()].map((alike) => {
    const [first] = alike as [Finding, ...Finding[]]
    if (alike.length === 1) return first
    const levels = alike.map((one) => one.level ?? level)
    return {
      ...first,
      sentence: [...new Set(alike.map(({ sentence }) => sentence))].join(' '),
      level: GRAVEST.find((one) => levels.includes(one)) ?? level,
      fixes: fixForAll(alike),
    }
  })
}

function fixForAll(findings: readonly Finding[]): readonly Fix[] {
  const fixes = findings.map((one) => one.fixes[0])
  if (fixes.includes(undefined)) return []
  const each = fixes as readonly Fix[]
  const labels = [...new Set(each.map(({ label }) => label))]
  return [{ label: labels.join('; '), apply: all(...each.map(({ apply }) => apply)) }]
}
