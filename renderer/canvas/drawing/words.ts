import { DEFAULT_CAPACITY, DEFAULT_ROUNDS } from '../../../shared/topology/assemble.ts'
import type { DocumentEdge, EdgePolicy } from '../../../shared/topology/document.ts'
import type { PortSpec } from '../../../shared/topology/kind.ts'
import { durationText } from '../../ui/duration.ts'

/** What stands on an edge at rest: the port where there is a choice, and all that is not the default. */
export function edgeLabel(edge: DocumentEdge, port: PortSpec | null, choice: boolean, back: boolean): string {
  const { policy } = edge
  const parts: string[] = []
  if (choice && port !== null) parts.push(port.label ?? port.name)
  if (policy?.order === 'any') parts.push('any order')
  if (policy?.delivery === 'at-most-once') parts.push('delivers ≤1')
  if (policy?.capacity !== undefined && policy.capacity !== DEFAULT_CAPACITY) parts.push(`${policy.capacity}`)
  if (policy?.full === 'reject') parts.push('rejects when full')
  if (policy?.full === 'drop-oldest') parts.push('drops oldest')
  parts.push(...stageWords(policy))
  if (back) parts.push(timesText(policy?.rounds ?? DEFAULT_ROUNDS))
  return parts.join(' · ')
}

/** The whole policy, for hover and selection: order, delivery, capacity. */
export function edgeDetail(edge: DocumentEdge, port: PortSpec | null, back: boolean): string {
  if (edge.access !== undefined) return edge.access
  const { policy } = edge
  const parts = [port?.label ?? port?.name ?? '', policy?.order === 'any' ? 'any order' : 'FIFO']
  parts.push(policy?.delivery === 'at-most-once' ? '≤1' : '≥1')
  parts.push(String(policy?.capacity ?? DEFAULT_CAPACITY))
  if (policy?.full === 'reject') parts.push('rejects')
  if (policy?.full === 'drop-oldest') parts.push('drops oldest')
  parts.push(...stageWords(policy))
  if (back) parts.push(timesText(policy?.rounds ?? DEFAULT_ROUNDS))
  return parts.filter((part) => part !== '').join(' · ')
}

/** What a message meets on the edge, in that order, and the time that it has from there on. */
function stageWords(policy: EdgePolicy = {}): readonly string[] {
  const words: string[] = []
  if (policy.contract !== undefined) words.push('contract')
  if (policy.condition !== undefined) words.push('condition')
  if (policy.transform !== undefined) words.push('transform')
  if (policy.guard !== undefined) words.push('guard')
  if (policy.deadline_ms !== undefined) words.push(`within ${durationText(policy.deadline_ms)}`)
  return words
}

function timesText(rounds: number): string {
  return rounds === 1 ? 'at most once' : `at most ${rounds} times`
}
