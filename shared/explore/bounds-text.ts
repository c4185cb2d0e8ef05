import type { CheckResult } from './result.ts'

const FAULTS = 'faults: '

/** The bounds of a check as a person reads them; faults that no schedule may have are left out. */
export function boundsText(bounds: CheckResult['bounds']): string {
  const faults = bounds.filter(({ name, value }) => name.startsWith(FAULTS) && value !== '0')
  const budget = faults.map(({ name, value }) => `${name.slice(FAULTS.length)} ${value}`).join(', ')
  const others = bounds.filter(({ name }) => !name.startsWith(FAULTS))
  const rest = others.map(({ name, value }) => `${name} ${value}`)
  return [`faults ${budget || 'none'}`, ...rest].join('; ')
}
