import { z } from 'zod'

/** Ids leave out dots (they separate node and port) and a leading underscore (`__proto__`). */
export const idSchema = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'an id starts with a letter and has up to 64 letters, digits, - and _',
  )
