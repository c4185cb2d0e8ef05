import type { ActorCell, EffectCell } from '../../kernel/cells.ts'
import type { Outcome } from '../../topology/payload.ts'
import type { ActorPlan } from '../../topology/plan.ts'

/**
 * What the world does with the attempts of one worker's effect. The kernel knows begun and settled; that an attempt
 * has acted, or may still act after its host has died, only the world knows.
 */
export interface Site {
  /** This host's attempt: not performed yet, under way, took effect, died in silence. */
  readonly flight: 'none' | 'flying' | 'acted' | 'dead'
  /** How often the present effect has happened; 2 stands for more. */
  readonly executions: number
  /** May an attempt of a dead host, or behind a cut line, still act? */
  readonly orphans: number
}

const FLIGHTS = ['none', 'flying', 'acted', 'dead'] as const

export const FRESH: Site = { flight: 'none', executions: 0, orphans: 0 }

export function siteId({ flight, executions, orphans }: Site): number {
  return (executions * 2 + orphans) * FLIGHTS.length + FLIGHTS.indexOf(flight)
}

/** One more than the largest id. */
export const SITE_IDS = 3 * 2 * FLIGHTS.length

const SITES: readonly Site[] = Array.from({ length: SITE_IDS }, (_, id) => ({
  flight: FLIGHTS[id % FLIGHTS.length] ?? 'none',
  orphans: Math.floor(id / FLIGHTS.length) % 2,
  executions: Math.floor(id / FLIGHTS.length / 2),
}))

export function siteOf(id: number): Site {
  return SITES[id] as Site
}

/** Executions of one effect, as a state shows them. */
export function executionsAt(id: number): number {
  return siteOf(id).executions
}

const BY_PEOPLE: ReadonlySet<string> = new Set(['human.ask', 'human.steer'])

/** People don't die of a fault, and what is reckoned inside the host dies with it alone. */
export function byMachine({ ask }: EffectCell): boolean {
  return ask.to === undefined && ask.kind !== 'eval' && !BY_PEOPLE.has(ask.kind)
}

/** Workers, whose attempts may die alone; control and state kinds fail with their host. */
export function hasSite({ kind }: ActorPlan): boolean {
  return kind.client === true
}

/** A worker has one effect of a machine at a time. */
export function effectAtSite(cell: ActorCell): EffectCell | undefined {
  return cell.effects.find(byMachine)
}

export function isFollowed(effect: EffectCell, followed: boolean): boolean {
  return byMachine(effect) && (followed || effect.ask.class === 'once')
}

/** The site after a step that changed its actor. */
export function siteAfterStep(site: Site, before: ActorCell, after: ActorCell, followed: boolean): Site {
  const [was, is] = [effectAtSite(before), effectAtSite(after)]
  if (was === undefined && is === undefined) return site
  if (is !== undefined && is.ask !== was?.ask) {
    const left = leave(site, was, followed)
    return { ...FRESH, orphans: left.orphans }
  }
  const sameAttempt = was?.attempt === is?.attempt && (is?.status === 'begun' || is?.status === 'doubt')
  return sameAttempt ? site : leave(site, was, followed)
}

/** Nobody of this host waits for the attempt any more; one under way may still act. */
function leave(site: Site, was: EffectCell | undefined, followed: boolean): Site {
  const mayAct = was !== undefined && isFollowed(was, followed) && site.flight === 'flying'
  return { ...site, flight: 'none', orphans: mayAct ? 1 : site.orphans }
}

export function acted(site: Site): Site {
  return { ...site, flight: 'acted', executions: Math.min(2, site.executions + 1) }
}

/**
 * A dead host's attempt may still act; that it had acted is not known to the next host. One that had died in silence
 * stays dead where it is run again: that it would come to life is as if it had not died.
 */
export function siteAfterHostCrash(site: Site, runsAgain: boolean): Site {
  if (runsAgain && site.flight === 'dead') return site
  return { ...site, flight: 'none', orphans: site.flight === 'flying' ? 1 : site.orphans }
}

/**
 * What is left of a followed attempt after an outcome, or null where the outcome would be a lie: nobody has an answer
 * before the attempt acted, nor says after it that nothing happened. A line that is cut leaves an attempt that may act.
 */
export function siteAfterOutcome(site: Site, outcome: Outcome): Site | null {
  if (site.flight === 'none' || site.flight === 'dead') return null
  const hasActed = site.flight === 'acted'
  const done: Site = { ...site, flight: 'none' }
  if (outcome.tag !== 'error') return hasActed ? done : null
  if (outcome.control['happened'] === 'no') return hasActed ? null : done
  return { ...done, orphans: hasActed ? site.orphans : 1 }
}
