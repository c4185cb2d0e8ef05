/** Kinds that come to the same in whatever order messages reach them. */
export const COMMUTING: ReadonlySet<string> = new Set(['join', 'vote', 'output'])
