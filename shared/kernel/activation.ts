/**
 * Activations are paths of `scope#number` joined by `/`. Crossing a back edge raises the number of its loop, it
 * never lengthens the path, so that loops stay finite. A scope inside a topology is itself a path: a part ends by its
 * number.
 */
export function partsOf(activation: string): readonly string[] {
  return activation.split(/(?<=#\d+)\//)
}

export function roundOf(activation: string, loop: string): number {
  if (activation === '') return 0
  for (const part of partsOf(activation)) {
    const hash = part.indexOf('#')
    if (part.slice(0, hash) === loop) return Number(part.slice(hash + 1))
  }
  return 0
}

export function raiseRound(activation: string, loop: string): string {
  const round = roundOf(activation, loop)
  const next = `${loop}#${round + 1}`
  if (round === 0) return activation === '' ? next : `${activation}/${next}`
  return partsOf(activation)
    .map((part) => (part.startsWith(`${loop}#`) ? next : part))
    .join('/')
}

/** What is left of the path once a message has left these loops. */
export function leaveLoops(activation: string, loops: readonly string[]): string {
  if (activation === '' || loops.length === 0) return activation
  return partsOf(activation)
    .filter((part) => !loops.includes(part.slice(0, part.indexOf('#'))))
    .join('/')
}

/** Whether an activation is this one or comes of it, in a later round or for an item. */
export function within(activation: string, slot: string): boolean {
  return slot === '' || activation === slot || activation.startsWith(`${slot}/`)
}
