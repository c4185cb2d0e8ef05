/** The words of the policies: one line at each field, and a longer answer to "what is this?". */

type Timed = 'backoff_ms' | 'timeout_ms' | 'first_chunk_ms' | 'chunk_ms'

export interface TimeField {
  readonly key: Timed
  readonly label: string
  readonly hint: string
  readonly min: number
  readonly max: number
  /** Shown where neither the drawing nor the kind says anything. */
  readonly usual: string
}

const WEEK_MS = 604_800_000

export const BACKOFF: TimeField = {
  key: 'backoff_ms',
  label: 'Wait before the second attempt',
  hint: 'It doubles with each further one',
  min: 0,
  max: 3_600_000,
  usual: '1 s',
}

export const LIMITS: readonly TimeField[] = [
  {
    key: 'timeout_ms',
    label: 'One attempt',
    hint: 'From its start to its end',
    min: 1,
    max: WEEK_MS,
    usual: 'no limit',
  },
  {
    key: 'first_chunk_ms',
    label: 'Until the first word',
    hint: 'A model that says nothing at all is given up sooner',
    min: 1,
    max: WEEK_MS,
    usual: 'no limit',
  },
  {
    key: 'chunk_ms',
    label: 'Between two words',
    hint: 'A stream that has gone quiet is given up',
    min: 1,
    max: WEEK_MS,
    usual: 'no limit',
  },
]

export const RETRY_HELP: readonly string[] = [
  'An attempt that failed is made again, after a pause that doubles each time. Use it for what fails now and then: a model that is overloaded, a network that drops a connection.',
  'What may happen only once, such as a push, is tried again only where it is known not to have happened. Everything else waits for an answer by its probe, or by a person.',
  'The spread makes a pause longer by a random part of itself, so that many who failed together do not come back together.',
]

export const LIMIT_HELP: readonly string[] = [
  'Nobody can tell a slow agent from a dead one. A limit is where the waiting ends: the attempt counts as failed, and is made again or told as an error.',
  'The limit of one attempt covers all of it. The other two begin anew with each word, so that a long answer may take its time while a dead stream is noticed early. They must be shorter than the whole.',
  'Taking over does not wait for a limit: an attempt that has gone quiet for much longer than usual is given up for a new one. The old one can do no more harm, and what may happen only once is never taken over.',
]

export const FAILURE_HELP: readonly string[] = [
  'This is about a message for which every attempt has failed.',
  'The error port sends the error on, for a node that knows what to do. Where the port leads nowhere, the failure goes to the group, and then to the run, which fails.',
  'A fallback sends the message itself, as it came, to another node: a second model, a simpler command, a person.',
  'Waiting for a person keeps the message as a dead letter. Somebody looks at it, changes it if need be, and sends it again or drops it; the run goes on meanwhile.',
]
