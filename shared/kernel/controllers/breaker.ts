import type { Controller } from './control.ts'

/**
 * Closed, open, half open (Nygard, Release It!, 2nd ed., ch. 5). Failures count in a row; one success forgets them.
 * What was begun before it opened ends as it may and opens nothing anew.
 */
export const breaker: Controller<'breaker'> = {
  admits(spec, { status, probing }) {
    if (status === 'closed' || (status === 'half-open' && probing < spec.probes)) return 'yes'
    if (status === 'half-open' || spec.open === 'wait') return 'wait'
    const seconds = spec.cooldown_ms / 1000
    return { refused: `The breaker ${spec.id} is open: it tries again ${seconds} s after it opened` }
  },
  begun(_spec, control) {
    return {
      control: control.status === 'half-open' ? { ...control, probing: control.probing + 1 } : control,
    }
  },
  ended(spec, control, { result }) {
    if (control.status === 'open') return { control }
    if (result === 'withdrawn') return { control: { ...control, probing: Math.max(0, control.probing - 1) } }
    if (result === 'ok') return { control: { type: 'breaker', status: 'closed', failures: 0, probing: 0 } }
    const failures = control.failures + 1
    if (control.status === 'closed' && failures < spec.failures) return { control: { ...control, failures } }
    return {
      control: { type: 'breaker', status: 'open', failures: 0, probing: 0 },
      arm: { tag: 'cooldown', ms: spec.cooldown_ms },
    }
  },
  fired: (control) => ({ control: { ...control, status: 'half-open', probing: 0 } }),
}
