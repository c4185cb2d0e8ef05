/** `npm run -s bench:twins [-- --json] [--rows]`: see README.md beside this file. */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { search } from '../shared/explore/engine/search.ts'
import type { FaultBudget } from '../shared/explore/result.ts'
import { judge } from '../shared/explore/topology/judged.ts'
import { checked, evidenceOf } from '../shared/explore/topology/testing/evidence.ts'
import { rowsOf, tableOf } from '../shared/explore/topology/testing/rows.ts'
import { NO_FAULTS } from '../shared/explore/topology/testing/seen.ts'
import { HAZARD_RULES } from '../shared/hazards/rules/index.ts'
import { TWINS } from '../shared/hazards/testing/index.ts'
import { TEAMS } from '../shared/hazards/testing/teams/index.ts'
import { kinds } from '../shared/nodes/index.ts'
import { compile } from '../shared/topology/compile.ts'
import type { TopologyDocument } from '../shared/topology/document.ts'
import { parseDocument } from '../shared/topology/parse.ts'
import type { Plan } from '../shared/topology/plan.ts'

const EXAMPLE = new URL('../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)
const STATES = 3_000_000
/** Enough to tell what grows. */
const LOOK = 50_000
const FAULTS = [{ host: 1 }, { crash: 1 }, { host: 1, crash: 1 }] as const
const TIMING = 'partial-sync'

interface Searched {
  /** Of the hazards' catalogue; 0 for the example team. */
  readonly row: number
  readonly team: string
  readonly nodes: number
  readonly faults: string
  readonly coverage: string
  readonly states: number
  readonly generated: number
  readonly reductions: readonly string[]
  /** Of processor. */
  readonly seconds: number
  /** Empty where it was searched to the end. */
  readonly why: string
}

function measure(row: number, document: TopologyDocument): readonly Searched[] {
  return FAULTS.map((some) => {
    const faults = { ...NO_FAULTS, ...some }
    const before = process.cpuUsage()
    const found = checked(document, { faults, timing: TIMING }, STATES)
    const { user, system } = process.cpuUsage(before)
    const { coverage, states, generated, reductions, capsHit } = found
    return {
      ...{ row, team: document.name, nodes: document.nodes.length, faults: Object.keys(some).join(' and ') },
      ...{ coverage, states, generated, reductions, seconds: (user + system) / 1e6 },
      why: coverage === 'partial' ? `${capsHit.join(', ')}; ${whatGrows(document, faults)}` : '',
    }
  })
}

/** The component with the most different cells is what makes the states so many. */
function whatGrows(document: TopologyDocument, faults: FaultBudget): string {
  const plan = planOf(document)
  const { model } = judge(plan, [], { faults, timing: TIMING, exact: false, searches: true }, faults)
  search(model, { maxStates: LOOK })
  const sizes = model.layout.interners.map(({ cells }) => cells.length)
  const most = Math.max(...sizes)
  return `${plan.components[sizes.indexOf(most)]?.id} has ${most} cells in the first ${LOOK} states`
}

function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

function example(): TopologyDocument {
  const parsed = parseDocument(readFileSync(EXAMPLE, 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.value
}

function lineOf({ row, team, nodes, faults, ...found }: Searched): string {
  const { coverage, states, generated, reductions, seconds, why } = found
  const figures = [states, generated, reductions.length].map((one) => String(one).padStart(8)).join(' ')
  const name = `${String(row).padStart(2)} ${team.slice(0, 40).padEnd(40)} ${String(nodes).padStart(2)}`
  return `${name} ${faults.padEnd(14)}${figures} ${seconds.toFixed(2).padStart(7)} ${coverage} ${why}`
}

function teams(json: boolean): void {
  const drawings = TEAMS.map(({ rule, repaired }) => ({
    row: HAZARD_RULES.find(({ id }) => id === rule)?.row ?? 0,
    document: repaired,
  }))
  const all = [{ row: 0, document: example() }, ...drawings].flatMap(({ row, document }) => {
    const searched = measure(row, document)
    if (!json) for (const one of searched) console.log(lineOf(one))
    return searched
  })
  const byTeam = [...Map.groupBy(all, ({ row, team }) => `${row} ${team}`).values()]
  const whole = byTeam.filter((of) => of.every(({ coverage }) => coverage !== 'partial')).length
  if (json) console.log(JSON.stringify({ name: 'twins', searched: all, whole, teams: drawings.length + 1 }))
  else console.log(`${whole} of ${drawings.length + 1} are searched to the end with one crash`)
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rows: { type: 'boolean', default: false } },
})
if (values.rows) console.log(tableOf(rowsOf(TWINS, (twin) => evidenceOf(twin, STATES))))
else teams(values.json)
