/**
 * Lists of cells and transitions are short, mostly empty, and a run keeps them all. These make them exactly as long
 * as they are: a list that grew has room for more, and that room would be kept too.
 */
const NONE: readonly never[] = []

export function added<T>(list: readonly T[], item: T): readonly T[] {
  return list.length === 0 ? [item] : list.concat([item])
}

/** The same list when nothing is left out. */
export function kept<T>(list: readonly T[], keep: (item: T) => boolean): readonly T[] {
  if (list.every(keep)) return list
  return list.length === 1 ? NONE : exact(list.filter(keep))
}

export function withoutFirst<T>(list: readonly T[]): readonly T[] {
  return list.length <= 1 ? NONE : list.slice(1)
}

export function each<T, R>(list: readonly T[], of: (item: T) => R): readonly R[] {
  return list.length === 0 ? NONE : list.map(of)
}

export function exact<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice()
}
