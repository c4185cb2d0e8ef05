import './keys.css'

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent)

const MAC_NAMES: Readonly<Record<string, string>> = {
  Ctrl: '⌘',
  Shift: '⇧',
  Alt: '⌥',
  Enter: '↵',
  Delete: '⌫',
  ArrowUp: '↑',
}
const NAMES: Readonly<Record<string, string>> = { Enter: '↵', ArrowUp: '↑' }

/** "Ctrl K" as it is written on this machine's keyboard. */
export function keysText(keys: string): string {
  return keys
    .split(' ')
    .map((key) => (MAC ? MAC_NAMES[key] : NAMES[key]) ?? key)
    .join(' ')
}

/** A key or a chord, drawn as a key cap. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="keys" aria-hidden="true">
      <kbd>{keysText(keys)}</kbd>
    </span>
  )
}
