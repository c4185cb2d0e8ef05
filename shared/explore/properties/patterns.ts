import type { Property } from '../../topology/properties.ts'
import type { Monitor, MonitorEvent } from '../topology/monitor.ts'
import { stateAfter, type Term, timesIn, touches } from './term.ts'

type Automaton = Pick<Monitor, 'initial' | 'step' | 'bad' | 'met' | 'owes'>

/** A property as the automaton of its pattern, with its sentences. Its id is what it says, so that it is stable. */
export function monitorOf(property: Property, term: (text: string) => Term): Monitor {
  if ('always' in property) return always(term(property.always))
  if ('at_most' in property) return atMost(property.at_most, term(property.of))
  if ('eventually' in property) {
    const [wanted, after] = [term(property.eventually), property.after]
    return after === undefined ? eventually(wanted) : response(wanted, term(after))
  }
  const [feared, before] = [term(property.never), property.before]
  return before === undefined ? never(feared) : precedence(feared, term(before))
}

function monitor(
  id: string,
  title: string,
  terms: readonly Term[],
  sentence: string,
  automaton: Automaton,
): Monitor {
  const follows = terms.flatMap(({ word }) =>
    word.type === 'event' && word.follows !== undefined ? [word.follows] : [],
  )
  return {
    id,
    title,
    elements: [...new Set(terms.filter(({ absent }) => absent !== true).map(({ element }) => element))],
    ...(follows.length === 0 ? {} : { follows }),
    // Only at the end is it known that something never came.
    interest: (event) => event.type === 'end' || terms.some((term) => touches(term, event)),
    sentence: () => sentence,
    ...automaton,
  }
}

/** Absence: 1 is bad. */
function never(feared: Term): Monitor {
  return monitor(
    `never ${feared.text}`,
    `Never: ${feared.says}`,
    [feared],
    `${feared.says}, which must never be`,
    {
      initial: feared.initial ? 1 : 0,
      step: (value, event) => (timesIn(feared, event) > 0 ? 1 : value),
      bad: (value) => value === 1,
    },
  )
}

/** Universality of a state: 1 is bad. */
function always(state: Term): Monitor {
  return monitor(
    `always ${state.text}`,
    `Always: ${state.says}`,
    [state],
    `There is a moment at which it is not so that ${state.says}`,
    {
      initial: state.initial ? 0 : 1,
      step: (value, event) => (stateAfter(state, event) === false ? 1 : value),
      bad: (value) => value === 1,
    },
  )
}

/** Precedence: 0 not yet, 1 free to happen, 2 happened in time, 3 too early. What comes in one step is in time. */
function precedence(feared: Term, before: Term): Monitor {
  return monitor(
    `never ${feared.text} before ${before.text}`,
    `${feared.says} only after ${before.says}`,
    [feared, before],
    `${feared.says}, and not yet: ${before.says}`,
    {
      initial: before.initial ? 1 : feared.initial ? 3 : 0,
      step(value, event) {
        if (value >= 2) return value
        const free = value === 1 || timesIn(before, event) > 0
        if (timesIn(feared, event) > 0) return free ? 2 : 3
        return free ? 1 : 0
      },
      bad: (value) => value === 3,
      met: (value) => value >= 2,
    },
  )
}

/** Existence: 0 not yet, 1 it came, 2 the run ended without it. */
function eventually(wanted: Term): Monitor {
  return monitor(
    `eventually ${wanted.text}`,
    `In the end: ${wanted.says}`,
    [wanted],
    `The run ends, and it never came to this: ${wanted.says}`,
    {
      initial: wanted.initial ? 1 : 0,
      step(value, event) {
        if (value !== 0) return value
        if (timesIn(wanted, event) > 0) return 1
        return isOwed(event) ? 2 : 0
      },
      bad: (value) => value === 2,
      owes: (value) => value === 0,
    },
  )
}

/** The run has ended by itself; one that a person stops owes nothing any more. */
function isOwed(event: MonitorEvent): boolean {
  return event.type === 'end' && event.verdict.status !== 'cancelled'
}

const IDLE = 0
const PENDING = 1
const ANSWERED = 2
const LATE = 3

/** Response. A state that holds already answers at once, so whether it holds is kept beside: four more values. */
function response(wanted: Term, after: Term): Monitor {
  const isState = wanted.word.type === 'state'
  const phaseOf = (value: number): number => value % 4
  const begin = after.initial ? (wanted.initial ? ANSWERED : PENDING) : IDLE
  return monitor(
    `eventually ${wanted.text} after ${after.text}`,
    `When ${after.says}, in the end ${wanted.says}`,
    [wanted, after],
    `${after.says}, and the run ends before ${wanted.says}`,
    {
      initial: begin + (isState && wanted.initial ? 4 : 0),
      step(value, event) {
        if (phaseOf(value) === LATE) return value
        const holds = isState && (stateAfter(wanted, event) ?? value >= 4)
        const asked = phaseOf(value) === PENDING || timesIn(after, event) > 0
        const came = holds || timesIn(wanted, event) > 0
        const open = asked && !came
        const answered = asked || phaseOf(value) === ANSWERED ? ANSWERED : IDLE
        const phase = open ? (isOwed(event) ? LATE : PENDING) : answered
        return phase + (holds ? 4 : 0)
      },
      bad: (value) => phaseOf(value) === LATE,
      owes: (value) => phaseOf(value) === PENDING,
      met: (value) => phaseOf(value) !== IDLE,
    },
  )
}

/** Bounded existence: how often so far, up to one too many. */
function atMost(most: number, counted: Term): Monitor {
  const times = most === 1 ? 'once' : `${most} times`
  return monitor(
    `at most ${most} ${counted.text}`,
    `At most ${times}: ${counted.says}`,
    [counted],
    `More than ${times}: ${counted.says}`,
    {
      initial: Math.min(most + 1, counted.initial ? 1 : 0),
      step: (value, event) => Math.min(most + 1, value + timesIn(counted, event)),
      bad: (value) => value > most,
      met: (value) => value > 0,
    },
  )
}
