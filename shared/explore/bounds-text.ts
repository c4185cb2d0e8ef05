import type { CheckResult } from './result.ts'

const FAULTS = 'faults: '

/** The bounds of a check as a person reads them; faults that no schedule may have are left out. */
export function boundsText(bounds: CheckResult['bounds']): string {
  const faults = bounds.filter(({ name, value }) => name.startsWith(FAULTS) && value !== '0')
  const budget = faults.map(({ name, value }) => `${name.slice(FAULTS.length)} ${value}`).join(', ')
  const others = bounds.filter(({ name }) => !name.startsWith(FAULTS))
  const rest = others.map(({ name, value }) => `${name} ${grouped(value)}`)
  return [`faults ${budget || 'none'}`, ...rest].join('; ')
}

/** `2,000,000`: a number of that size is not read at a glance. */
function grouped(value: string): string {
  return value.replaceAll(/\b\d{5,}\b/g, (number) => Number(number).toLocaleString('en-US'))
}
