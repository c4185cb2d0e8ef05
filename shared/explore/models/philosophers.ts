import type { Model } from '../model.ts'

const THINKING = 0
const HOLDING_ONE = 1
const EATING = 2

/**
 * Dijkstra's dining philosophers (EWD 310, 1971). Forks come first, then the philosophers. Each takes the fork on the
 * left first; `ordered` lets everyone take the fork with the lower number first, so that nobody waits in a circle.
 */
export function philosophers(seats: number, forks: 'left first' | 'ordered'): Model {
  const all = Array.from({ length: seats }, (_, seat) => seat)
  const right = all.map((seat) => (seat + 1) % seats)
  const isLast = (seat: number): boolean => forks === 'ordered' && seat === seats - 1
  const first = all.map((seat) => (isLast(seat) ? 0 : seat))
  const second = all.map((seat) => (isLast(seat) ? seat : (right[seat] as number)))
  return {
    name: `${seats} dining philosophers, forks ${forks}`,
    cells: 2 * seats,
    sizes: [...new Array<number>(seats).fill(2), ...new Array<number>(seats).fill(3)],
    initial: () => [new Array<number>(2 * seats).fill(0)],
    expand(state, out) {
      for (let seat = 0; seat < seats; seat += 1) {
        const self = seats + seat
        const one = first[seat] as number
        const other = second[seat] as number
        if (state[self] === THINKING && state[one] === 0) {
          out.set(one, 1)
          out.set(self, HOLDING_ONE)
          out.emit(3 * seat)
        } else if (state[self] === HOLDING_ONE && state[other] === 0) {
          out.set(other, 1)
          out.set(self, EATING)
          out.emit(3 * seat + 1)
        } else if (state[self] === EATING) {
          out.set(one, 0)
          out.set(other, 0)
          out.set(self, THINKING)
          out.emit(3 * seat + 2)
        }
      }
    },
    describe: (action) =>
      `${Math.floor(action / 3) + 1} ${['takes one', 'takes the other', 'puts down'][action % 3]}`,
    independence: {
      kindOf: (action) => action,
      reads: all.flatMap((seat) => [
        [seats + seat, first[seat] ?? 0],
        [seats + seat, second[seat] ?? 0],
        [seats + seat],
      ]),
      writes: all.flatMap((seat) => [
        [seats + seat, first[seat] ?? 0],
        [seats + seat, second[seat] ?? 0],
        [seats + seat, first[seat] ?? 0, second[seat] ?? 0],
      ]),
    },
    owner: (action) => Math.floor(action / 3),
    fairness: (action) => Math.floor(action / 3),
  }
}
