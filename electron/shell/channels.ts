/** Messages between main, preload and page. The page's side of the last one is in its own connection. */

/** Preload to main: the page listens and wants a port to the runtime. It carries nothing. */
export const READY_CHANNEL = 'synod:ready'
/** Main to preload: a port to the runtime; again whenever the runtime has been started anew. */
export const PORT_CHANNEL = 'synod:port'
/** Preload to page, with the port. */
export const PORT_MESSAGE = 'synod:port'
