import { type ProbeSaid, probeSaidSchema, suspicionSchema } from '../../shared/api/asides.ts'
import type { Chunk } from '../../shared/api/contract.ts'
import { countAtMost } from '../../shared/trace/history.ts'

/** What is told about an effect rather than said by it. */
type Aside = 'suspicion' | 'probe'

/** A stretch of one kind of stream of one attempt. */
export interface Segment {
  readonly key: string
  readonly effect: string
  readonly attempt: number
  readonly type: Exclude<Chunk['type'], 'usage' | Aside>
  readonly text: string
  readonly startAt: number
  readonly endAt: number
  /** A later attempt has taken its place. */
  readonly superseded: boolean
}

export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly costUsd: number
}

const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 }

/** Each entry is the sum of all up to it. */
type Totals = (Usage & { readonly at: number })[]

interface EffectChunks {
  readonly chunks: Chunk[]
  readonly usage: Totals
  readonly asides: Chunk[]
  segments: { readonly count: number; readonly list: readonly Segment[] }
}

/** The streams of a run as they came, by effect; any moment of them can be shown again. */
export class ChunkLog {
  private readonly effects = new Map<string, EffectChunks>()
  /** Running totals by node, and of all under the empty name. */
  private readonly totals = new Map<string, Totals>()
  private seen = 0

  /** Seq of the last chunk, from which a subscription goes on. */
  get last(): number {
    return this.seen
  }

  append(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      if (chunk.seq <= this.seen) continue
      this.seen = chunk.seq
      const effect = this.of(chunk.effect)
      if (chunk.type === 'suspicion' || chunk.type === 'probe') {
        effect.asides.push(chunk)
        continue
      }
      if (chunk.type !== 'usage') {
        effect.chunks.push(chunk)
        continue
      }
      const added = { ...readUsage(chunk.data), at: chunk.at }
      addTo(effect.usage, added)
      for (const name of [nodeOf(chunk.effect), '']) {
        const totals = this.totals.get(name) ?? []
        this.totals.set(name, totals)
        addTo(totals, added)
      }
    }
  }

  /** Chunks of an effect up to an instant. */
  count(effect: string, instant: number): number {
    return countAtMost(this.effects.get(effect)?.chunks ?? [], instant, (chunk) => chunk.at)
  }

  lastChunk(effect: string, instant: number): Chunk | undefined {
    return this.effects.get(effect)?.chunks[this.count(effect, instant) - 1]
  }

  segments(effect: string, instant: number): readonly Segment[] {
    const known = this.effects.get(effect)
    if (known === undefined) return []
    const count = this.count(effect, instant)
    if (known.segments.count !== count)
      known.segments = { count, list: segmentsOf(known.chunks.slice(0, count)) }
    return known.segments.list
  }

  /** The end of what an effect has said, on one line, for a card. */
  tail(effect: string, instant: number, length: number): string {
    const chunks = this.effects.get(effect)?.chunks ?? []
    let text = ''
    for (let at = this.count(effect, instant) - 1; at >= 0 && text.length < length * 2; at -= 1) {
      const chunk = chunks[at]
      if (chunk === undefined || chunk.attempt !== chunks[this.count(effect, instant) - 1]?.attempt) break
      text = chunk.data + text
    }
    return text.replaceAll(/\s+/g, ' ').trim().slice(-length)
  }

  /** How unlikely the silence of a suspected attempt is, as the failure detector said last; null when it said nothing. */
  phi(effect: string, instant: number): number | null {
    const said = this.asidesOf(effect, 'suspicion', instant).at(-1)
    const parsed = said === undefined ? null : suspicionSchema.safeParse(jsonOf(said.data))
    return parsed?.success === true ? parsed.data.phi : null
  }

  /** What probes said of it, oldest first. */
  probes(effect: string, instant: number): readonly (ProbeSaid & { readonly at: number })[] {
    return this.asidesOf(effect, 'probe', instant).flatMap(({ at, data }) => {
      const parsed = probeSaidSchema.safeParse(jsonOf(data))
      return parsed.success ? [{ ...parsed.data, at }] : []
    })
  }

  private asidesOf(effect: string, type: Aside, instant: number): readonly Chunk[] {
    return (this.effects.get(effect)?.asides ?? []).filter((one) => one.type === type && one.at <= instant)
  }

  usage(effect: string, instant: number): Usage {
    return usageAt(this.effects.get(effect)?.usage, instant)
  }

  /** Of all effects of a node. */
  nodeUsage(node: string, instant: number): Usage {
    return usageAt(this.totals.get(node), instant)
  }

  /** Of all effects together. */
  totalUsage(instant: number): Usage {
    return usageAt(this.totals.get(''), instant)
  }

  private of(effect: string): EffectChunks {
    let known = this.effects.get(effect)
    if (known === undefined) {
      known = { chunks: [], usage: [], asides: [], segments: { count: 0, list: [] } }
      this.effects.set(effect, known)
    }
    return known
  }
}

/** Chunks of one kind that follow one another make one segment; a tool's call always begins one. */
function segmentsOf(chunks: readonly Chunk[]): readonly Segment[] {
  const newest = chunks.reduce((most, chunk) => Math.max(most, chunk.attempt), 0)
  const segments: Segment[] = []
  let parts: string[] = []
  let first: Chunk | undefined
  let last: Chunk | undefined
  const close = (): void => {
    if (first === undefined || last === undefined) return
    const { effect, attempt, seq } = first
    segments.push({
      ...{ key: `${effect}#${seq}`, effect, attempt, type: first.type as Segment['type'] },
      ...{ text: parts.join(''), startAt: first.at, endAt: last.at, superseded: attempt < newest },
    })
  }
  for (const chunk of chunks) {
    const goesOn = first !== undefined && first.type === chunk.type && first.attempt === chunk.attempt
    if (!goesOn || chunk.type === 'tool' || chunk.type === 'note') {
      close()
      first = chunk
      parts = []
    }
    parts.push(chunk.data)
    last = chunk
  }
  close()
  return segments
}

function addTo(totals: Totals, added: Usage & { readonly at: number }): void {
  const before = totals.at(-1) ?? NO_USAGE
  totals.push({
    at: added.at,
    inputTokens: before.inputTokens + added.inputTokens,
    outputTokens: before.outputTokens + added.outputTokens,
    costUsd: before.costUsd + added.costUsd,
  })
}

function usageAt(totals: Totals = [], instant: number): Usage {
  return totals[countAtMost(totals, instant, (one) => one.at) - 1] ?? NO_USAGE
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `fix:12` is an effect of `fix`. */
function nodeOf(effect: string): string {
  return effect.slice(0, effect.lastIndexOf(':'))
}

function readUsage(data: string): Usage {
  try {
    const raw = JSON.parse(data) as Partial<Record<keyof Usage, unknown>>
    const number = (value: unknown): number =>
      typeof value === 'number' && Number.isFinite(value) ? value : 0
    return {
      inputTokens: number(raw.inputTokens),
      outputTokens: number(raw.outputTokens),
      costUsd: number(raw.costUsd),
    }
  } catch {
    return NO_USAGE
  }
}
