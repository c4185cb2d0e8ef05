import type { GroupSpec } from '../../../shared/topology/controls.ts'

/** Who starts again when one fails, as the dialogs name it. */
export const STRATEGIES = [
  { value: 'one-for-one', label: 'Only the one that failed' },
  { value: 'all-for-one', label: 'All members' },
  { value: 'rest-for-one', label: 'It and those after it' },
] as const

/** What a group does when a member fails, as short as a label; empty for a region that is only drawn. */
export function supervisionText({ restart, saga }: GroupSpec): string {
  const parts: string[] = []
  if (restart?.strategy === 'one-for-one') parts.push('restarts the one')
  if (restart?.strategy === 'all-for-one') parts.push('restarts all')
  if (restart?.strategy === 'rest-for-one') parts.push('restarts the rest')
  if (saga !== undefined) parts.push('takes work back')
  return parts.join(' · ')
}
