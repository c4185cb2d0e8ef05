import type { RecordedTransition } from '../../shared/api/contract.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { sentenceOf } from '../../shared/trace/sentences.ts'
import { Trace } from '../../shared/trace/trace.ts'

/** Tells a run's transitions one sentence each, with the seconds since its start. */
export interface Progress {
  /** The last transition that has been told. */
  readonly last: () => number
  tell(records: readonly RecordedTransition[]): void
}

/** Told with no sentences where the drawing is one that this Synod cannot read any more. */
export function createProgress(text: string, startedAt: number, say: (line: string) => void): Progress {
  const parsed = parseDocument(text)
  const compiled = parsed.ok ? compile(parsed.value, kinds) : parsed
  const trace = compiled.ok ? new Trace(compiled.value) : null
  let last = 0
  return {
    last: () => last,
    tell(records) {
      for (const record of records) {
        if (record.identity.seq <= last) continue
        last = record.identity.seq
        if (trace === null) continue
        trace.append([record])
        const seconds = Math.max(0, (record.identity.at - startedAt) / 1000)
        say(`${seconds.toFixed(1).padStart(7)} s  ${firstLine(sentenceOf(trace, record))}`)
      }
    },
  }
}

const LINE_MAX = 200

function firstLine(sentence: string): string {
  const line = sentence.split('\n')[0] ?? ''
  return line.length > LINE_MAX ? `${line.slice(0, LINE_MAX)}…` : line
}
