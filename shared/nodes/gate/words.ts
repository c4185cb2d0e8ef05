import { countOf, type GateConfig, neededOf } from './config.ts'

/** A stretch of time in the largest unit that leaves little out: "90 s", "30 min", "12 h", "3 days". */
export function spanText(ms: number): string {
  const units = [
    ['days', 86_400_000, 2],
    ['h', 3_600_000, 2],
    ['min', 60_000, 2],
  ] as const
  for (const [unit, size, least] of units) if (ms >= size * least) return `${Math.round(ms / size)} ${unit}`
  return `${Math.round(ms / 1000)} s`
}

/** Why a gate decided by itself. */
export function deadlineText(deadlineMs: number): string {
  return `No decision within ${spanText(deadlineMs)}`
}

export function gateCaption(config: GateConfig): string {
  const [needed, of] = [neededOf(config), countOf(config)]
  const { approvers } = config
  if (typeof approvers === 'number') {
    if (of === 1) return 'One person approves'
    return needed === of ? `${of} people approve` : `${needed} of ${of} people approve`
  }
  const names = approvers.length > 3 ? `${approvers.length} people` : listText(approvers, 'and')
  if (of === 1) return `${names} approves`
  if (needed === of) return `${names} approve`
  return needed === 1 && of <= 3 ? `${listText(approvers, 'or')} approves` : `${needed} of ${names} approve`
}

const BY_DEFAULT = { approve: 'approves', reject: 'rejects', revise: 'sends back' } as const

export function gateFact(config: GateConfig): string {
  const { deadline_ms } = config
  if (deadline_ms === undefined) return countOf(config) === 1 ? 'waits for a person' : 'waits for people'
  return `${BY_DEFAULT[config.default]} after ${spanText(deadline_ms)}`
}

function listText(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}
