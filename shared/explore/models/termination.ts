import type { Model, Successors } from '../model.ts'

const WHITE = 0
const BLACK = 1

/** They have a million initial states. */
const MOST_NODES = 8

/**
 * Termination detection in a ring, as in Merz's EWD840.tla (TLA+ Examples; Dijkstra, Feijen and van Gasteren, 1983).
 * Cells: for each node whether it is active, for each its colour, where the token is, and its colour. Every state with
 * a black token is an initial one. Who passes it on for two reasons does so twice, as TLC counts.
 */
export function termination(nodes: number): Model {
  if (nodes > MOST_NODES) throw new RangeError(`${nodes} nodes: expected at most ${MOST_NODES}`)
  const token = 2 * nodes
  return {
    name: `termination detection, ${nodes} nodes`,
    cells: 2 * nodes + 2,
    sizes: [...new Array<number>(2 * nodes).fill(2), nodes, 2],
    initial: () =>
      Array.from({ length: nodes << (2 * nodes) }, (_, number) => [
        ...Array.from({ length: 2 * nodes }, (__, cell) => (number >> cell) & 1),
        number >> (2 * nodes),
        BLACK,
      ]),
    expand(state, out) {
      passToken(state, out, nodes)
      for (let self = 0; self < nodes; self += 1) {
        if (state[self] === 0) continue
        for (let other = 0; other < nodes; other += 1) {
          if (other === self) continue
          out.set(other, 1)
          if (other > self) out.set(nodes + self, BLACK)
          out.emit(3 * self + 1)
        }
        out.set(self, 0)
        out.emit(3 * self + 2)
      }
    },
    describe: (action) => {
      const node = Math.floor(action / 3)
      if (action % 3 === 0) return node === 0 ? 'InitiateProbe' : `PassToken(${node})`
      return `${action % 3 === 1 ? 'SendMsg' : 'Deactivate'}(${node})`
    },
  }

  function passToken(state: Int32Array, out: Successors, count: number): void {
    const at = state[token] as number
    const black = state[token + 1] === BLACK
    const dark = state[count + at] === BLACK
    const passive = at > 0 && state[at] === 0
    for (const may of [passive, dark, black]) {
      if (!may) continue
      out.set(count + at, WHITE)
      out.set(token, at === 0 ? count - 1 : at - 1)
      out.set(token + 1, at > 0 && (black || dark) ? BLACK : WHITE)
      out.emit(3 * at)
    }
  }
}
