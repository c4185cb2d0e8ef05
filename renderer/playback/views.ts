import { idInRun } from '../../shared/topology/inside.ts'
import type { ActorPlan } from '../../shared/topology/plan.ts'
import { openBreaker } from '../../shared/trace/control-view.ts'
import { type EdgeParts, edgeKey, edgeParts, edgeView } from '../../shared/trace/edge-view.ts'
import { nodeKey } from '../../shared/trace/node-view.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { CanvasViews, EdgeView, NodeView, ParticleFeed, PartView } from '../canvas/view-model.ts'
import { edgeCard, movedLately } from './edge-card.ts'
import { nestedCard } from './nested-card.ts'
import { type Moment, nodeCard } from './node-card.ts'
import { controlCard, groupCard } from './part-card.ts'
import { particles, reducedMotion } from './particles.ts'
import { type Playback, usePlayback } from './playback.ts'

interface Kept<V> {
  key: string
  view: V
}

/** What one run's cards last looked like, so that a card whose key is the same keeps its very object. */
interface Shelf {
  readonly actors: ReadonlyMap<string, ActorPlan>
  /** The drawn actors inside each nested node and each lane, by its id. */
  readonly inside: ReadonlyMap<string, readonly ActorPlan[]>
  readonly edges: ReadonlyMap<string, EdgeParts>
  readonly nodeViews: Map<string, Kept<NodeView>>
  readonly edgeViews: Map<string, Kept<EdgeView>>
  readonly partViews: Map<string, Kept<PartView>>
}

const shelves = new WeakMap<Trace, Shelf>()

function shelfOf(trace: Trace): Shelf {
  let shelf = shelves.get(trace)
  if (shelf === undefined) {
    shelf = {
      actors: new Map(trace.plan.actors.map((actor) => [actor.id, actor])),
      inside: insideOf(trace.plan.actors),
      edges: edgeParts(trace.plan),
      nodeViews: new Map(),
      edgeViews: new Map(),
      partViews: new Map(),
    }
    shelves.set(trace, shelf)
  }
  return shelf
}

function insideOf(actors: readonly ActorPlan[]): ReadonlyMap<string, readonly ActorPlan[]> {
  const found = new Map<string, ActorPlan[]>()
  for (const actor of actors) {
    if (actor.kind.internal === true) continue
    for (let end = actor.id.lastIndexOf('/'); end > 0; end = actor.id.lastIndexOf('/', end - 1)) {
      const around = actor.id.slice(0, end)
      const members = found.get(around)
      if (members === undefined) found.set(around, [actor])
      else members.push(actor)
    }
  }
  return found
}

/** The shown moment; null while no run is shown. */
export function momentOf(state: Playback): Moment | null {
  const { trace, chunks, position, instant, live, over } = state
  if (trace === null || chunks === null || state.phase !== 'ready') return null
  return { trace, chunks, position, instant, over, streamed: live || over ? Infinity : instant }
}

/** A node, or a nested one, or a lane of a map with all that is inside it. */
export function nodeViewOf(state: Playback, id: string): NodeView | null {
  const moment = momentOf(state)
  if (moment === null) return null
  const shelf = shelfOf(moment.trace)
  const actor = shelf.actors.get(id)
  if (actor === undefined) return null
  const members = shelf.inside.get(id)
  return members === undefined ? plainView(moment, shelf, actor) : nestedView(moment, shelf, actor, members)
}

function nestedView(
  moment: Moment,
  shelf: Shelf,
  actor: ActorPlan,
  members: readonly ActorPlan[],
): NodeView | null {
  const { trace, position, over } = moment
  let latest = Math.abs(nodeKey(trace, actor, position, over))
  for (const member of members) latest = Math.max(latest, Math.abs(nodeKey(trace, member, position, over)))
  const streamed = Number.isFinite(moment.streamed) ? moment.streamed : moment.chunks.last
  return keep(shelf.nodeViews, `${actor.id}/`, `${latest} ${over} ${streamed}`, () => {
    const lanes =
      actor.kind.kind === 'map'
        ? [...actor.outOf.keys()].flatMap((port) => {
            const lane = /^lane(\d+)$/.exec(port)?.[1]
            return lane === undefined ? [] : [shelf.inside.get(`${actor.id}/${lane}`) ?? []]
          })
        : []
    return nestedCard(moment, actor, members, lanes)
  })
}

function plainView(moment: Moment, shelf: Shelf, actor: ActorPlan): NodeView {
  // Clocks and streams move in tenths of a second, and only where something is under way.
  const { since } = moment.trace.busyAt(actor.index, moment.position)
  const still = since === null && !waitsForTime(moment, actor)
  const clock = still || moment.over ? '' : Math.floor(moment.instant / 100)
  const key = `${nodeKey(moment.trace, actor, moment.position, moment.over)} ${clock}`
  return keep(shelf.nodeViews, actor.id, key, () => nodeCard(moment, actor))
}

/** Whole seconds are counted down; looked at this often, none is late. */
const COUNTDOWN_MS = 250

/** Its group will start it anew at a certain instant. */
function waitsForTime({ trace, position }: Moment, { supervisor }: ActorPlan): boolean {
  const group = supervisor === null ? null : trace.cell(supervisor, position)
  return group?.type === 'supervisor' && group.failed !== null
}

export function edgeViewOf(state: Playback, id: string): EdgeView | null {
  const moment = momentOf(state)
  if (moment === null) return null
  const shelf = shelfOf(moment.trace)
  const parts = shelf.edges.get(id)
  if (parts === undefined) return null
  const target =
    moment.trace.plan.components[
      parts.first.type === 'channel' ? (parts.rest.at(-1) ?? parts.first).to : parts.first.resource
    ]
  const targetKey =
    target?.type === 'actor' ? nodeKey(moment.trace, target, moment.position, moment.over) : ''
  const open = target?.type === 'actor' ? openBreaker(moment.trace, target, moment.position) : null
  const clock = open === null || moment.over ? '' : Math.floor(moment.instant / COUNTDOWN_MS)
  const key = `${edgeKey(moment.trace, parts, moment.position)} ${targetKey} ${movedLately(moment, parts)} ${state.seen.size} ${clock}`
  return keep(shelf.edgeViews, id, key, () => edgeCard(moment, parts, state.seen, reducedMotion()))
}

export function partViewOf(state: Playback, id: string): PartView | null {
  const moment = momentOf(state)
  if (moment === null) return null
  const { trace, position, over } = moment
  const plan = trace.plan.components[trace.plan.byId.get(id) ?? -1]
  if (plan?.type !== 'controller' && plan?.type !== 'supervisor') return null
  const { partViews } = shelfOf(trace)
  // All that its view reads: its own cell, and those of who is under it.
  const members = plan.type === 'controller' ? plan.users : [...plan.members, ...plan.undo.values()]
  let latest = trace.changedAt(plan.index, position)
  for (const member of members) latest = Math.max(latest, trace.changedAt(member, position))
  const cell = trace.cell(plan.index, position)
  const still = over || !('timers' in cell) || cell.timers.length === 0
  const key = `${latest} ${over} ${still ? '' : Math.floor(moment.instant / COUNTDOWN_MS)}`
  return keep(partViews, id, key, () =>
    plan.type === 'controller' ? controlCard(moment, plan) : groupCard(moment, plan),
  )
}

function keep<V>(views: Map<string, Kept<V>>, id: string, key: string, make: () => V): V {
  const kept = views.get(id)
  if (kept?.key === key) return kept.view
  const view = make()
  views.set(id, { key, view })
  return view
}

/** A person has looked at what was lost on an edge: its mark may go. */
export function markSeen(edge: string): void {
  const state = usePlayback.getState()
  const parts = state.trace === null ? undefined : shelfOf(state.trace).edges.get(edge)
  if (state.trace === null || parts === undefined) return
  const failures = edgeView(state.trace, parts, state.position).failures.map((failure) => failure.key)
  if (failures.every((key) => state.seen.has(key))) return
  usePlayback.setState({ seen: new Set([...state.seen, ...failures]) })
}

/** What moves on the edges that are shown. */
const shownParticles: ParticleFeed = {
  subscribe: (listener) => particles.subscribe(listener),
  moving: (now) => particles.moving(now),
  frame: (now) => {
    const { prefix } = usePlayback.getState().naming
    return particles.frame(now).flatMap((particle) => {
      const { edge } = particle
      if (!edge.startsWith(prefix) || edge.includes('/', prefix.length)) return []
      return prefix === '' ? [particle] : [{ ...particle, edge: edge.slice(prefix.length) }]
    })
  },
}

/** What the canvas shows of the run, by the ids of what is drawn there. */
export const runViews: CanvasViews = {
  useNodeView: (id) => usePlayback((state) => shownNodeView(state, id)),
  useEdgeView: (id) => usePlayback((state) => edgeViewOf(state, state.naming.prefix + id)),
  usePartView: (id) => usePlayback((state) => partViewOf(state, state.naming.prefix + id)),
  particles: shownParticles,
}

/** The input inside is where messages enter, whatever else its id in the run stands for. */
function shownNodeView(state: Playback, id: string): NodeView | null {
  if (id !== state.naming.input) return nodeViewOf(state, idInRun(state.naming, id))
  const moment = momentOf(state)
  if (moment === null) return null
  const shelf = shelfOf(moment.trace)
  const actor = shelf.actors.get(idInRun(state.naming, id))
  return actor === undefined ? null : plainView(moment, shelf, actor)
}
