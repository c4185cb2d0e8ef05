import type { Model } from '../model.ts'

/**
 * Merz's SimpleAllocator.tla (TLA+ Examples): clients ask for sets of resources, get them piece by piece and give them
 * back. Cells: for each client what it still waits for, then for each what it has, both as bits.
 */
export function allocator(clients: number, resources: number): Model {
  const all = (1 << resources) - 1
  return {
    name: `an allocator of ${resources} resources to ${clients} clients`,
    cells: 2 * clients,
    sizes: new Array<number>(2 * clients).fill(all + 1),
    initial: () => [new Array<number>(2 * clients).fill(0)],
    expand(state, out) {
      let free = all
      for (let client = 0; client < clients; client += 1) free &= ~(state[clients + client] as number)
      for (let client = 0; client < clients; client += 1) {
        const waits = state[client] as number
        const has = state[clients + client] as number
        const change = (wait: number, have: number, action: number): void => {
          out.set(client, wait)
          out.set(clients + client, have)
          out.emit(3 * client + action)
        }
        for (let some = 1; some <= all; some += 1) {
          if (waits === 0 && has === 0) change(some, has, 0)
          if ((some & free & waits) === some) change(waits & ~some, has | some, 1)
          if ((some & has) === some) change(waits, has & ~some, 2)
        }
      }
    },
    describe: (action) => `${ACTIONS[action % 3]}(${Math.floor(action / 3) + 1})`,
    symmetry: [{ blocks: Array.from({ length: clients }, (_, at) => [at, clients + at]) }],
  }
}

const ACTIONS = ['Request', 'Allocate', 'Return']
