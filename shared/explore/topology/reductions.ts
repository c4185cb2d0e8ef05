/** What a search may leave out; docs/decisions/0031 says why each changes no answer. */
export type Reduction = keyof typeof REDUCTIONS

/** Each with what a person is told of it. */
export const REDUCTIONS = {
  fusion: 'steps that commute with all others are taken at once',
  crashes: 'host crashes that change nothing are left out',
  steering: 'what people say to agents at work is left out, since an agent may follow it or not',
  calm: 'workers that nothing else can disturb go first',
  chains: 'what such workers pass on their way is not kept',
} as const

/** After these every step is still one that a person can follow, and is offered wherever it may be taken. */
export const STEP_BY_STEP: readonly Reduction[] = ['fusion', 'crashes']
/** All of them, for a search. */
export const REDUCED: readonly Reduction[] = [...STEP_BY_STEP, 'steering', 'calm', 'chains']
