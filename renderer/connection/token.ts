const KEY = 'synod.token'

/** What a page has of the browser, so that tests can stand in for it. */
export interface TokenPlace {
  readonly hash: string
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  /** Shows the address without its fragment. */
  clean(): void
}

/**
 * The token of a loopback page comes in the fragment, which no server sees. It is kept for this tab, so that a reload
 * works, and taken out of the address bar, so that no screenshot or copied address gives it away.
 */
export function takeToken(place: TokenPlace): string | null {
  const fragment = place.hash.replace(/^#/, '')
  const token = fragment.startsWith('token=') ? fragment.slice('token='.length) : fragment
  if (/^[\w-]{16,}$/.test(token)) {
    place.storage.setItem(KEY, token)
    place.clean()
    return token
  }
  return place.storage.getItem(KEY)
}
