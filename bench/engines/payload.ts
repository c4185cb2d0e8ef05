const SIZE = 1024
const bytes = Buffer.alloc(SIZE, 'x')
let made = 0

/** A text of 1 KiB that has not been there before: what every hop of every contender makes. */
export function newPayload(): string {
  made += 1
  bytes.write(made.toString().padStart(16, '0'), 0, 'latin1')
  return bytes.toString('latin1')
}
