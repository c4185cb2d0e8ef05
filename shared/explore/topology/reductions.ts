/** What a search may take together or leave out; docs/decisions/0031 says why each changes no answer. */
export type Reduction = 'stops' | keyof typeof LEFT_OUT

/** Each with what a person is told of it. */
export const LEFT_OUT = {
  fusion: 'what may begin at once does, where that commutes with all other steps',
  crashes: 'host crashes that change nothing are left out',
  steering: 'what people say to agents at work is left out, since an agent may follow it or not',
  calm: 'workers that nothing else can disturb go first',
  chains: 'what such workers pass on their way is not kept',
  ends: 'what is taken at once is one step, and what lies on the edges of a run that has ended is forgotten',
} as const

/**
 * What is proved is proved of this: a run that ends stops its workers in one step. That is what the live driver does,
 * which lets the world in between two commits alone.
 */
export const WHOLE: readonly Reduction[] = ['stops']
/** After these every step is still one that a person can follow, and is offered wherever it may be taken. */
export const STEP_BY_STEP: readonly Reduction[] = [...WHOLE, 'fusion', 'crashes']
/** All of them, for a search. */
export const REDUCED: readonly Reduction[] = [...STEP_BY_STEP, 'steering', 'calm', 'chains', 'ends']
