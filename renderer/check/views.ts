import type { CheckResult, Counterexample } from '../../shared/explore/result.ts'
import { idInRun, isInside } from '../../shared/topology/inside.ts'
import type { CanvasViews, EdgeView, NodeView } from '../canvas/view-model.ts'
import { withImpact } from '../impact/views.ts'
import { usePlayback } from '../playback/playback.ts'
import { runViews } from '../playback/views.ts'
import { type Checking, shownCounterexample, useChecking } from './checking.ts'
import { storyStart } from './story-start.ts'

/** Nodes and edges of the part of a story that is told; the others are context. */
const involved = new WeakMap<Counterexample, ReadonlySet<string>>()

function involvedIn(found: Counterexample): ReadonlySet<string> {
  let set = involved.get(found)
  if (set === undefined) {
    const told = found.steps.slice(storyStart(found)).flatMap(({ element }) => element ?? [])
    set = new Set([...found.elements, ...told])
    involved.set(found, set)
  }
  return set
}

/** What the property speaks of, what else the story is told of, and the rest. */
type Part = 'broken' | 'told' | 'context'

function usePart(id: string): Part {
  const idOfRun = usePlayback(({ naming }) => idInRun(naming, id))
  return useChecking((state: Checking) => {
    const found = shownCounterexample(state)
    if (found === null) return 'told'
    // A nested node tells of all that is inside it.
    const isHere = (element: string): boolean => element === idOfRun || isInside(element, idOfRun)
    if (found.elements.some(isHere)) return 'broken'
    return [...involvedIn(found)].some(isHere) ? 'told' : 'context'
  })
}

/** What a view becomes by its part in the story; kept, so that what stays the same is not drawn again. */
class Retouched<V extends object> {
  private readonly kept: Record<Part, WeakMap<V, V>> = {
    broken: new WeakMap(),
    told: new WeakMap(),
    context: new WeakMap(),
  }

  of(view: V, part: Part, change: (view: V) => V): V {
    let made = this.kept[part].get(view)
    if (made === undefined) {
      made = change(view)
      this.kept[part].set(view, made)
    }
    return made
  }
}

const nodes = new Retouched<NodeView>()
const edges = new Retouched<EdgeView>()

function lookOf(part: Part): { readonly dimmed: boolean; readonly broken?: true } {
  return part === 'broken' ? { dimmed: false, broken: true } : { dimmed: part === 'context' }
}

/** What the canvas shows: of no run, of a run, or of a counterexample. */
export type Played = 'nothing' | 'run' | 'rehearsal' | 'counterexample'

/**
 * The cards stay mounted when the mode changes, and React counts the hooks of each: so all three use the same. A
 * counterexample is shown as a run, without clocks, and what does not belong to it dimmed.
 */
function viewsOf(played: Played): CanvasViews {
  return {
    useNodeView: (id) => {
      const view = runViews.useNodeView(id)
      const part = usePart(id)
      const timeless = usePlayback((state) => state.timeless)
      if (view === null || played === 'nothing') return null
      if (!timeless) return view
      // The instants of what never ran only order it: how long something took is not known.
      const own = played === 'counterexample' ? part : 'told'
      return nodes.of(view, own, (one) => ({ ...one, time: null, ...lookOf(own) }))
    },
    useEdgeView: (id) => {
      const view = runViews.useEdgeView(id)
      const part = usePart(id)
      if (view === null || played === 'nothing') return null
      // An edge on which something happens belongs to the story.
      if (played !== 'counterexample' || (part === 'context' && view.state !== 'idle')) return view
      return edges.of(view, part, (one) => ({ ...one, ...lookOf(part) }))
    },
    usePartView: (id) => {
      const view = runViews.usePartView(id)
      return played === 'nothing' ? null : view
    },
    particles: played === 'nothing' ? null : runViews.particles,
  }
}

export const CANVAS_VIEWS: Readonly<Record<Played, CanvasViews>> = {
  nothing: withImpact(viewsOf('nothing')),
  run: withImpact(viewsOf('run')),
  rehearsal: withImpact(viewsOf('rehearsal')),
  counterexample: withImpact(viewsOf('counterexample')),
}

export function titleOf(result: CheckResult | null, property: string): string {
  return result?.properties.find(({ id }) => id === property)?.title ?? property
}
