import { type ActorPlan, actorAt, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { habitsAt, servedIn } from './stores.ts'

/** Written and not judged; read by then; turned down as it stands; read and turned down. */
const WRITTEN = 1
const READ = 2
const REFUSED = 3
const DIRTY = 4

const TURNS_DOWN = new Set(['fail', 'rejected', 'revise'])
const PASSES = new Set(['pass', 'approved'])

/** Nobody reads a value whose writer's work is judged later and turned down (Adya 1999, G1a). */
export function dirtyReadMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors
    .filter(({ kind }) => kind.kind === 'store')
    .flatMap((store) => {
      const habits = habitsAt(plan, store)
      return habits.flatMap((writer) => {
        const judges = writer.updates.length === 0 ? [] : judgesBehind(plan, writer.actor)
        if (judges.length === 0) return []
        return habits
          .filter((reader) => reader !== writer && reader.reads.some((key) => writer.updates.includes(key)))
          .map((reader) => dirtyRead(plan, store, [writer.actor, reader.actor], judges, writer.updates))
      })
    })
}

const JUDGES = new Set(['verifier', 'gate'])

/** Behind another worker, or behind a join, it is no more this one's work that is judged. */
function judgesBehind(plan: Plan, writer: ActorPlan): readonly ActorPlan[] {
  const seen = new Set<number>()
  const open = [writer]
  const judges: ActorPlan[] = []
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const channel of one.outChannels) {
      const { to, raise } = channelAt(plan, channel)
      const next = actorAt(plan, to)
      const judging = JUDGES.has(next.kind.kind)
      if (raise !== null || seen.has(to) || (!judging && makes(next))) continue
      seen.add(to)
      if (judging) judges.push(next)
      else open.push(next)
    }
  }
  return judges
}

function makes({ kind }: ActorPlan): boolean {
  return kind.client === true || kind.kind === 'join' || kind.kind === 'vote' || kind.kind === 'map'
}

function dirtyRead(
  plan: Plan,
  store: ActorPlan,
  [writer, reader]: readonly [ActorPlan, ActorPlan],
  judges: readonly ActorPlan[],
  keys: readonly string[],
): Monitor {
  const ways = (ports: ReadonlySet<string>): ReadonlySet<number> =>
    new Set(
      judges.flatMap(({ outOf }) =>
        [...outOf].flatMap(([port, channels]) => (ports.has(port) ? channels : [])),
      ),
    )
  const [down, through] = [ways(TURNS_DOWN), ways(PASSES)]
  const sends = (event: MonitorEvent, on: ReadonlySet<number>): boolean =>
    event.type === 'kernel' && event.transition.sent.some(({ channel }) => on.has(channel))
  const touches = (event: MonitorEvent, actor: ActorPlan, writes: boolean): boolean => {
    const served = servedIn(plan, store, event)
    if (served === null || !served.ok || served.client !== actor.id || served.writes !== writes) return false
    return served.keys.some((key) => keys.includes(key))
  }
  return {
    id: `dirty-read ${reader.id} ${store.id}`,
    title: `${reader.name} reads nothing of ${writer.name} in ${store.name} that is turned down`,
    elements: [reader.id, writer.id, store.id],
    initial: 0,
    interest: (event) =>
      sends(event, down) ||
      sends(event, through) ||
      touches(event, writer, true) ||
      touches(event, reader, false),
    step(value, event) {
      if (value === DIRTY) return value
      if (touches(event, writer, true)) return WRITTEN
      if (touches(event, reader, false)) return value === WRITTEN ? READ : value === REFUSED ? DIRTY : value
      if (sends(event, down)) return value === READ ? DIRTY : value === WRITTEN ? REFUSED : value
      return value === WRITTEN || value === READ ? 0 : value
    },
    bad: (value) => value === DIRTY,
    sentence: () =>
      `${reader.name} has read what ${writer.name} wrote to ${store.name}, and that work is turned down`,
    met: (value) => value > 0,
  }
}
