import type { Controller } from './control.ts'

/** So many at once; the rest wait their turn. */
export const bulkhead: Controller<'bulkhead'> = {
  admits: (spec, { busy }) => (busy < spec.at_once ? 'yes' : 'wait'),
  begun: (_spec, { busy }) => ({ control: { type: 'bulkhead', busy: busy + 1 } }),
  ended: (_spec, { busy }) => ({ control: { type: 'bulkhead', busy: Math.max(0, busy - 1) } }),
  fired: (control) => ({ control }),
}
