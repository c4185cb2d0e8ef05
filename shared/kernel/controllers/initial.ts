import type { ControllerSpec } from '../../topology/controls.ts'
import type { Control } from '../cells.ts'

export function initialControl(spec: ControllerSpec): Control {
  switch (spec.type) {
    case 'breaker':
      return { type: 'breaker', status: 'closed', failures: 0, probing: 0 }
    case 'bulkhead':
      return { type: 'bulkhead', busy: 0 }
    case 'rate':
      return { type: 'rate', begun: 0 }
    case 'budget':
      return { type: 'budget', tokens: 0, microUsd: 0, steps: 0, retries: 0, wall: 'idle' }
  }
}
