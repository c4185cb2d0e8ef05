/** Where the page of the app comes from. No other page is ever shown. */
export const APP_SCHEME = 'app'
export const APP_HOST = 'synod'
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

export function isOwnPage(url: string): boolean {
  const parsed = parse(url)
  return parsed !== null && parsed.protocol === `${APP_SCHEME}:` && parsed.host === APP_HOST
}

/** An address that may be offered to the browser, after asking; null for whatever is not plain https. */
export function externalAddress(url: string): string | null {
  const parsed = parse(url)
  if (parsed === null || parsed.protocol !== 'https:') return null
  // A name and password in an address dress it up as another one.
  return parsed.username === '' && parsed.password === '' ? parsed.href : null
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null
}

/** What a frame must be to be heard: the top frame of a window that shows our own page. */
export function isTrustedSender(
  frame: { readonly url: string; readonly parent: unknown } | null | undefined,
): boolean {
  return frame !== null && frame !== undefined && frame.parent === null && isOwnPage(frame.url)
}
