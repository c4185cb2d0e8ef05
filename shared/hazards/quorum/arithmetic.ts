/** A council in numbers. What fails together is one weight: the votes that it takes with it. */
export interface Council {
  /** n: how many votes there are. */
  readonly votes: number
  /** q: how many of them decide. */
  readonly needed: number
  /** The votes of each part that fails by itself, the heaviest first. They sum up to n. */
  readonly weights: readonly number[]
}

/** A condition of the literature with its numbers. */
export interface Law {
  /** As it is written: `n − f ≥ q`. */
  readonly law: string
  /** With the numbers, and the sign that is true: `5 − 1 = 4 ≥ 3`. */
  readonly filled: string
  readonly holds: boolean
  /** What that means, in one plain sentence. */
  readonly sentence: string
}

/** The most votes that f faulty parts can have. */
export function votesOfFaulty({ weights }: Council, f: number): number {
  return weights.slice(0, f).reduce((sum, weight) => sum + weight, 0)
}

/**
 * The most parts that may be silent and the others still decide; -1 where they could not in any case. Dwork, Lynch and
 * Stockmeyer, Consensus in the presence of partial synchrony, 1988.
 */
export function survivesSilent(council: Council): number {
  const { votes, needed } = council
  return mostOf(council, (f) => votes - votesOfFaulty(council, f) >= needed)
}

/**
 * The most parts that may be wrong, each saying what it likes to whom it likes, and no two answers are decided; -1
 * where two may be, though nobody is wrong. Malkhi and Reiter, Byzantine quorum systems, 1998.
 */
export function survivesWrong(council: Council): number {
  const { votes, needed } = council
  return mostOf(council, (f) => 2 * needed - votes > votesOfFaulty(council, f))
}

function mostOf({ weights }: Council, holds: (f: number) => boolean): number {
  let f = -1
  while (f < weights.length && holds(f + 1)) f += 1
  return Math.min(f, weights.length)
}

/** Enough are left to decide when f are silent. */
export function liveness(council: Council, f: number): Law {
  const { votes, needed } = council
  const lost = votesOfFaulty(council, f)
  const left = votes - lost
  const holds = left >= needed
  return {
    law: lost === f ? 'n − f ≥ q' : 'n − votes of f ≥ q',
    filled: `${votes} − ${lost} = ${left} ${holds ? '≥' : '<'} ${needed}`,
    holds,
    sentence: holds
      ? `With ${f} silent, ${left} of ${count(votes, 'vote')} ${left === 1 ? 'is' : 'are'} left, and ${decide(needed)}.`
      : `With ${f} silent only ${left} of ${count(votes, 'vote')} ${left === 1 ? 'is' : 'are'} left, and ${needed} must agree: nothing is decided.`,
  }
}

/** Any two sets that decide have a voter in common, or, where f may be wrong, one that is right. */
export function intersection(council: Council, f: number, byzantine: boolean): Law {
  const { votes, needed } = council
  const shared = 2 * needed - votes
  if (!byzantine) {
    const holds = shared > 0
    return {
      law: '2q > n',
      filled: `2 · ${needed} = ${2 * needed} ${holds ? '>' : '≤'} ${votes}`,
      holds,
      sentence: holds
        ? `Any two sets of ${needed} share a vote, so that no two answers can both win.`
        : `${needed} may agree on one answer and ${needed} on another: who comes first decides.`,
    }
  }
  const wrong = votesOfFaulty(council, f)
  const holds = shared > wrong
  return {
    law: wrong === f ? '2q − n > f' : '2q − n > votes of f',
    filled: `2 · ${needed} − ${votes} = ${shared} ${holds ? '>' : '≤'} ${wrong}`,
    holds,
    sentence: holds
      ? `Any two sets of ${needed} share ${count(shared, 'vote')}, more than the ${wrong} that may be wrong.`
      : `Two sets of ${needed} may share ${Math.max(0, shared)} ${shared === 1 ? 'vote' : 'votes'}, and ${wrong} may be wrong: both could win.`,
  }
}

/** Those that are wrong do not decide by themselves. */
export function validity(council: Council, f: number): Law {
  const { needed } = council
  const wrong = votesOfFaulty(council, f)
  const holds = needed > wrong
  const who = f === 1 ? '1 that is wrong may have' : `${f} that are wrong may have`
  return {
    law: wrong === f ? 'q > f' : 'q > votes of f',
    filled: `${needed} ${holds ? '>' : '≤'} ${wrong}`,
    holds,
    sentence: holds
      ? `${who} ${count(wrong, 'vote')}, too few to decide alone.`
      : `${who} ${count(wrong, 'vote')}, and ${decide(needed)}: what is wrong wins.`,
  }
}

/** How many that fail apart are needed at least: 2f + 1 for silence, 3f + 1 for unsigned lies. */
export function resilience({ weights }: Council, f: number, byzantine: boolean): Law {
  const times = byzantine ? 3 : 2
  const least = times * f + 1
  const apart = weights.length
  const holds = apart >= least
  const what = byzantine ? 'wrong' : 'silent'
  return {
    law: `n ≥ ${times}f + 1`,
    filled: `${apart} ${holds ? '≥' : '<'} ${times} · ${f} + 1 = ${least}`,
    holds,
    sentence: holds
      ? `${apart} fail apart, and ${f} ${what} ask for ${least}.`
      : `Only ${apart} ${apart === 1 ? 'fails' : 'fail'} apart, and ${f} ${what} ask for ${least}${byzantine ? ', as messages are not signed' : ''}.`,
  }
}

/** "1 vote", "3 votes" */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}

/** "1 decides", "3 decide" */
export function decide(needed: number): string {
  return needed === 1 ? '1 decides' : `${needed} decide`
}
