import type { Controller } from './control.ts'

/** A fixed window that opens with the first begin, so that nothing ticks while nobody asks. */
export const rate: Controller<'rate'> = {
  admits: (spec, { begun }) => (begun < spec.starts ? 'yes' : 'wait'),
  begun(spec, { begun }) {
    const control = { type: 'rate', begun: begun + 1 } as const
    return begun === 0 ? { control, arm: { tag: 'window', ms: spec.per_ms } } : { control }
  },
  ended: (_spec, control) => ({ control }),
  fired: () => ({ control: { type: 'rate', begun: 0 } }),
}
