import { createContext, useContext } from 'react'
import type { StateWord } from '../../shared/trace/node-view.ts'

export type NodeState = StateWord

export interface NodeView {
  /** A property is broken here. */
  readonly broken?: true
  /** Nothing happens here any more: its silhouette is dashed. */
  readonly ended?: true
  readonly state: NodeState
  /** The state's word, which may carry the number: "Retry 2 of 3". */
  readonly chip: string
  /** Takes the place of the kind's caption; absent or null keeps that. */
  readonly caption?: string | null
  /** End of the stream; takes the caption's place while streaming. */
  readonly live?: string | null
  /** At the top right: "21.4 s". */
  readonly time?: string | null
  /** At the bottom right: "18.6 k"; `part` (0 to 1) draws the meter before it. */
  readonly meter?: { readonly text: string; readonly part: number | null } | null
  /** Out of the story that is told now: drawn at 34 %. */
  readonly dimmed?: boolean
  readonly breakpoint?: boolean
  /** More for the label that a screen reader speaks: "1 queued". */
  readonly spoken?: string
}

export interface EdgeView {
  /** A property is broken here. */
  readonly broken?: true
  /** `idle` draws the channel at rest, `active` in the colour of what moves on it. */
  readonly state:
    | 'idle'
    | 'active'
    | 'full'
    | 'retrying'
    | 'suspected'
    | 'failed'
    | 'open'
    | 'half-open'
    | 'letters'
  /** Messages that wait in front of the port, drawn as ticks. */
  readonly waiting: number
  /** Shown on the line in place of the drawn policy: "16 of 16 · sender waits", "↻ 2 of 3". */
  readonly label?: string | null
  /** Dead letters that wait for a person. */
  readonly letters?: number
  /** Lost messages; the mark stays until seen. */
  readonly dropped?: number
  readonly dimmed?: boolean
}

/** What a policy of several nodes does now: a breaker, bulkhead, rate limit, budget, or a group. */
export interface PartView {
  /** `idle` while it only watches. */
  readonly state: 'idle' | 'held' | 'open' | 'failed' | 'restarting' | 'undoing' | 'skipped'
  /** "Open", "Used up"; empty where the numbers say it. */
  readonly word: string
  /** "tries in 12 s", "2 of 3 at once · 1 waits". */
  readonly text: string
  /** How much of it is used, 0 to 1; null draws no bar. */
  readonly part: number | null
}

export type ParticleShape = 'data' | 'decision' | 'error' | 'attempt'

export interface Particle {
  /** Id of the edge that it travels. */
  readonly edge: string
  readonly shape: ParticleShape
  /** 0 at the sender's port, 1 at the receiver's. */
  readonly at: number
  /** A reply on a resource edge travels from its end to its start. */
  readonly back?: boolean
  /** More than a frame can show: one bead of this many messages a second. */
  readonly rate?: number
}

/** Messages under way. The canvas draws frames only while something moves. */
export interface ParticleFeed {
  /** Called when something begins to move, or when what stands has changed; returns the way to stop. */
  subscribe(listener: () => void): () => void
  /** What is under way at this instant of `performance.now()`. */
  frame(now: number): readonly Particle[]
  /** True while the next frame will differ from this one. */
  moving(now: number): boolean
}

/**
 * What the canvas shows of a run. Playback provides it; without a run the default stands, and the canvas is a
 * drawing board. Hooks are part of the value, so that a card draws anew only when its own view changes.
 */
export interface CanvasViews {
  /** Null where there is no run: the card then shows the facts of its design. */
  useNodeView(id: string): NodeView | null
  useEdgeView(id: string): EdgeView | null
  /** Of a controller or a group, by its id. */
  usePartView(id: string): PartView | null
  readonly particles: ParticleFeed | null
}

const DESIGN: CanvasViews = {
  useNodeView: () => null,
  useEdgeView: () => null,
  usePartView: () => null,
  particles: null,
}

/** The shell puts `runViews` of renderer/playback/views.ts here in run mode. */
export const CanvasViewsContext = createContext<CanvasViews>(DESIGN)

export function useCanvasViews(): CanvasViews {
  return useContext(CanvasViewsContext)
}
