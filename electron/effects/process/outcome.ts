import {
  errorOutcome,
  type Json,
  type JsonObject,
  type Outcome,
  type Payload,
} from '../../../shared/topology/payload.ts'
import type { EffectCall, PayloadStore, ProbeAnswer } from '../../drivers/seams.ts'
import type { Drawn } from './command.ts'
import type { Ended } from './run.ts'

export interface Facts {
  readonly call: EffectCall
  readonly drawn: Drawn
  readonly ended: Ended
  readonly tree: Payload | null
  readonly payloads: Pick<PayloadStore, 'put'>
}

/**
 * What a command's end means. `ok` and `exit`: it ran and said yes or no, and its answer is the `result`, with all
 * that it printed in `log`. `error`: there is no answer, and `happened` says whether it may have acted.
 */
export function exitOutcome({ call, drawn, ended, tree, payloads }: Facts): Outcome {
  const name = call.nodeName
  const error = (code: string, retryable: boolean, happened: 'no' | 'unknown', text: string): Outcome =>
    errorOutcome({ code, retryable, happened }, payloads.put(`${text}${lastWords(ended)}`))
  if (!ended.started) {
    if (ended.stopped) return error('cancelled', false, 'no', `${name} was stopped before it started`)
    return error(
      'no-program',
      false,
      'no',
      `${name} could not be started${ended.failure && `: ${ended.failure}`}`,
    )
  }
  if (ended.stopped) return error('cancelled', false, 'unknown', `${name} was stopped while it ran`)
  if (ended.exit === null) return error('killed', true, 'unknown', `${name} was ended by ${ended.signal}`)
  if (drawn.doubtful.includes(ended.exit)) {
    const words = `${name} ended with ${ended.exit}, by which it says that it does not know whether it did its work`
    return error('doubtful', false, 'unknown', words)
  }
  const read = readOutput(drawn, ended)
  if (read.problem !== '' && ended.exit === 0)
    return error('output', true, 'unknown', `${name} ${read.problem}`)
  const refs = { result: payloads.put(read.result), log: payloads.put(logOf(ended)) }
  return {
    tag: ended.exit === 0 ? 'ok' : 'exit',
    control: { exit: ended.exit },
    refs: { ...refs, ...(tree === null ? {} : { tree }) },
  }
}

/** Exit 0: it happened; 1: it did not; anything else leaves it open. */
export function probeAnswer(drawn: Drawn, ended: Ended, payloads: Pick<PayloadStore, 'put'>): ProbeAnswer {
  const printed = [ended.stdout.text, ended.stderr.text]
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const said = printed.join('\n') || `The probe ended with ${ended.exit ?? ended.signal} and printed nothing`
  if (ended.started && ended.exit === 1) return { type: 'not-happened', evidence: said }
  if (!ended.started || ended.exit !== 0) {
    const how = ended.started
      ? `ended with ${ended.exit ?? ended.signal}`
      : `could not be started ${ended.failure}`
    return { type: 'unknown', evidence: `The probe ${how}. ${said}` }
  }
  const { result } = readOutput(drawn, ended)
  const established: Json = isRecord(result)
    ? { ...result, establishedBy: 'probe' }
    : `Established by the probe: ${typeof result === 'string' ? result : JSON.stringify(result)}`
  const refs = { result: payloads.put(established), log: payloads.put(logOf(ended)) }
  return { type: 'happened', outcome: { tag: 'ok', control: { exit: 0 }, refs }, evidence: said }
}

function readOutput(drawn: Drawn, ended: Ended): { readonly result: Json; readonly problem: string } {
  const { text, cut } = ended.stdout
  // A program that says no often gives its reason on the other stream.
  const plain = text === '' && ended.exit !== 0 ? ended.stderr.text : text
  if (drawn.output === 'text') return { result: plain, problem: '' }
  if (cut > 0) return { result: plain, problem: `printed ${cut} bytes too many to be read as JSON` }
  try {
    return { result: JSON.parse(text) as Json, problem: '' }
  } catch (thrown) {
    const what = text.trim() === '' ? 'it printed nothing' : (thrown as Error).message
    return { result: plain, problem: `was to print JSON, but ${what}` }
  }
}

function isRecord(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function logOf(ended: Ended): Json {
  const { exit, stdout, stderr, seconds } = ended
  const log = { exit, stdout: stdout.text, stderr: stderr.text, seconds: Math.round(seconds * 1000) / 1000 }
  if (stdout.cut + stderr.cut === 0) return log
  return { ...log, leftOut: { stdout: stdout.cut, stderr: stderr.cut } }
}

const TAIL_CHARACTERS = 2_000

function lastWords(ended: Ended): string {
  const text = ended.stderr.text.trim() || ended.stdout.text.trim()
  if (text === '') return ''
  return `. It said: ${text.length > TAIL_CHARACTERS ? `…${text.slice(-TAIL_CHARACTERS)}` : text}`
}
