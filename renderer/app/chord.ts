const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent)

interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** The chord of a key event, as commands write it: "Ctrl Shift Z". */
export function chordOf(event: KeyPress, mac = MAC): string {
  const parts: string[] = []
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  const latin = /^[a-z]$/i.test(event.key)
  // Alt makes a letter key type another sign, and other alphabets have other letters: then the key's place counts.
  const letter = latin ? event.key.toUpperCase() : /^Key([A-Z])$/.exec(event.code)?.[1]
  const digit = /^Digit(\d)$/.exec(event.code)?.[1]
  // A sign such as ? is typed with Shift on some keyboards and not on others: the sign counts, not the way to it.
  const sign = letter === undefined && event.key.length === 1 && !/\d/.test(event.key)
  if (event.shiftKey && !sign) parts.push('Shift')
  const key = letter !== undefined && event.key.length === 1 ? letter : event.key
  parts.push(digit !== undefined && event.altKey ? digit : key)
  return parts.join(' ')
}
