import { readFileSync } from 'node:fs'
import { HostError } from '../../shared/api/contract.ts'
import {
  EDGE_CHANCES,
  type Everywhere,
  faultsEverywhere,
  NODE_CHANCES,
} from '../../shared/rehearse/everywhere.ts'
import { type FaultPlan, faultPlanSchema } from '../../shared/topology/faults.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { pathText } from '../../shared/topology/problem.ts'

const HOST = 'host_ms'

/** `--faults`: chances for every node and edge, `none`, or `@FILE`; null where it was not given: those of the drawing. */
export function faultsOption(text: string | undefined, plan: Plan): FaultPlan | null {
  if (text === undefined) return null
  if (text.startsWith('@')) return fromFile(text.slice(1))
  return text === 'none' ? {} : faultsEverywhere(plan, chancesIn(text))
}

function chancesIn(text: string): Everywhere {
  const node: { [name: string]: number } = {}
  const edge: { [name: string]: number } = {}
  let crash_every_ms: number | null = null
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=')
    const number = value.trim() === '' ? Number.NaN : Number(value)
    if (name === HOST && number >= 1 && number < 1e9) crash_every_ms = number
    else if (isOne(NODE_CHANCES, name) && number >= 0 && number <= 1) node[name] = number
    else if (isOne(EDGE_CHANCES, name) && number >= 0 && number <= 1) edge[name] = number
    else throw wrong(part)
  }
  const sum = Object.values(node).reduce((all, one) => all + one, 0)
  if (sum > 1) throw bad(`--faults: the chances of one attempt are ${sum} together; 1 is the most`)
  return { node, edge, crash_every_ms }
}

function isOne(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

function wrong(part: string): HostError {
  const names = [...NODE_CHANCES, ...EDGE_CHANCES].join(', ')
  return bad(
    `--faults takes none, @FILE or a list such as crash=0.05,drop=0.01 (${names} from 0 to 1; ${HOST}, how far apart the host dies), not "${part}"`,
  )
}

function fromFile(path: string): FaultPlan {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw bad(`--faults: ${path}: ${(error as Error).message}`)
  }
  const parsed = faultPlanSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw bad(
    `--faults: ${path}: ${pathText(['faults', ...(issue?.path ?? [])])}: ${issue?.message ?? 'not a fault plan'}`,
  )
}

function bad(message: string): HostError {
  return new HostError({ code: 'bad-input', message })
}
