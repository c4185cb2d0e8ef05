import { z } from 'zod'
import { within } from '../../kernel/activation.ts'
import type { BehaviourInput, Bound, Misfit, Ports, Reaction } from '../../topology/kind.ts'
import { fieldsOf, inlineText, type Payload } from '../../topology/payload.ts'
import { defineKind, noMigration } from '../define.ts'
import { inOrder } from '../join/index.ts'

const schema = z.strictObject({
  mode: z.enum(['delay', 'interval', 'watchdog']).default('delay'),
  /** The delay, the time between two ticks, or the silence after which the watchdog speaks. */
  wait_ms: z.number().int().min(1).max(604_800_000).default(60_000),
  /** Ticks of an interval; 0: until it is stopped. */
  count: z.number().int().min(0).max(1_000_000).default(0),
})
export type TimerConfig = z.infer<typeof schema>

/** A message that it holds until its time comes: many for a delay, one for the others. */
interface Held {
  readonly slot: number
  readonly activation: string
  readonly payload: Payload
}

interface TimerLocal {
  readonly held: readonly Held[]
  /** Ticks so far, where they are counted: a number that grew for ever would make no two states equal. */
  readonly ticks: number
  /** The activation of the interval that ended last: another "stop" of it is late. */
  readonly ended?: string
  /** Activations of an interval that were stopped before they began. */
  readonly stopped?: readonly string[]
}

type Message = Extract<BehaviourInput, { type: 'message' }>
type TimerReaction = Reaction<TimerLocal>

const NOTHING: TimerLocal = { held: [], ticks: 0 }
const DELAY = 'delay:'
const TICK = 'tick'
const QUIET = 'quiet'

const PORTS: Readonly<Record<TimerConfig['mode'], Ports>> = {
  delay: { in: [{ name: 'in' }], out: [{ name: 'out' }] },
  interval: { in: [{ name: 'start' }, { name: 'stop' }], out: [{ name: 'tick' }, { name: 'done' }] },
  watchdog: { in: [{ name: 'in' }, { name: 'stop' }], out: [{ name: 'out' }, { name: 'quiet' }] },
}

function heldOf({ slot, activation, payload }: Message): Held {
  return { slot, activation, payload }
}

function onMessage({ config }: Bound<TimerConfig>, local: TimerLocal, message: Message): TimerReaction {
  const held = heldOf(message)
  const [before] = local.held
  if (message.port === 'stop') return stop(config, local, held)
  switch (config.mode) {
    case 'delay':
      return {
        local: { ...local, held: [...local.held, held] },
        arm: [{ tag: DELAY + held.slot, ms: config.wait_ms }],
      }
    case 'interval':
      return start(config, local, held)
    case 'watchdog':
      // The message goes on at once; what is kept of it says which silence this is.
      return {
        local: { held: [held], ticks: 0 },
        send: [{ port: 'out', payload: held.payload, activation: held.activation }],
        finished: before === undefined ? [] : [before.slot],
        arm: [{ tag: QUIET, ms: config.wait_ms }],
      }
  }
}

/** Two branches may bring "start" and "stop" in either order: what was stopped first does not tick. */
function start(config: TimerConfig, local: TimerLocal, held: Held): TimerReaction {
  const { activation, payload, slot } = held
  const { stopped = [] } = local
  const left = stopped.filter((one) => !areOfOne(one, activation))
  if (left.length === stopped.length)
    return { local: { ...local, held: [held], ticks: 0 }, arm: [{ tag: TICK, ms: config.wait_ms }] }
  return {
    local: over({ ...local, stopped: left }, activation),
    send: [{ port: 'done', payload, activation }],
    finished: [slot],
  }
}

/** Ends an interval or a watch. A watch that does not run is stopped already. */
function stop(config: TimerConfig, local: TimerLocal, message: Held): TimerReaction {
  const [running] = local.held
  if (running === undefined)
    return { local: config.mode === 'interval' ? early(local, message) : local, finished: [message.slot] }
  const payload = { ...fieldsOf(running.payload), ...fieldsOf(message.payload) }
  const done = { port: 'done', payload, activation: running.activation }
  return {
    local: config.mode === 'interval' ? over(local, running.activation) : NOTHING,
    send: config.mode === 'interval' ? [done] : [],
    finished: [running.slot, message.slot],
    disarm: [config.mode === 'interval' ? TICK : QUIET],
  }
}

/** What has ended is stopped already; what has not begun will not. */
function early(local: TimerLocal, { activation }: Held): TimerLocal {
  const { ended, stopped = [] } = local
  const known = stopped.includes(activation) || (ended !== undefined && areOfOne(activation, ended))
  return known ? local : { ...local, stopped: inOrder(stopped, activation) }
}

function over({ stopped = [] }: TimerLocal, ended: string): TimerLocal {
  return { ...NOTHING, ended, ...(stopped.length > 0 ? { stopped } : {}) }
}

/** A "stop" may come from a round inside that of its "start", or from outside. */
function areOfOne(one: string, other: string): boolean {
  return within(one, other) || within(other, one)
}

function onTimer({ config }: Bound<TimerConfig>, local: TimerLocal, tag: string): TimerReaction {
  const slot = tag.startsWith(DELAY) ? Number(tag.slice(DELAY.length)) : (local.held[0]?.slot ?? -1)
  const held = local.held.find((one) => one.slot === slot)
  if (held === undefined) throw new Error(`timer: nothing waits for ${tag}`)
  if (config.mode === 'interval') return tick(config, local, held)
  return {
    local: { ...local, held: local.held.filter((one) => one !== held) },
    send: [
      { port: config.mode === 'delay' ? 'out' : 'quiet', payload: held.payload, activation: held.activation },
    ],
    finished: [held.slot],
  }
}

/** Armed anew from the moment at which it fires: ticks that were missed meanwhile come as this one. */
function tick(config: TimerConfig, local: TimerLocal, held: Held): TimerReaction {
  const { activation } = held
  const endless = config.count === 0
  const ticks = local.ticks + 1
  const payload = endless ? held.payload : { ...fieldsOf(held.payload), tick: inlineText(String(ticks)) }
  const send = [{ port: 'tick', payload, activation }]
  if (endless || ticks < config.count)
    return {
      local: { ...local, ticks: endless ? 0 : ticks },
      send,
      arm: [{ tag: TICK, ms: config.wait_ms }],
    }
  const done = { port: 'done', payload: held.payload, activation }
  return { local: over(local, activation), send: [...send, done], finished: [held.slot] }
}

function readyPorts({ config }: Bound<TimerConfig>, local: TimerLocal): readonly string[] {
  switch (config.mode) {
    case 'delay':
      return ['in']
    case 'interval':
      return local.held.length === 0 ? ['start', 'stop'] : ['stop']
    case 'watchdog':
      return ['in', 'stop']
  }
}

/** A span as people say it: `90 s`, `5 min`. */
function spanText(ms: number): string {
  const units = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const
  for (const [size, unit] of units) if (ms % size === 0) return `${ms / size} ${unit}`
  return ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}

function captionOf({ mode, wait_ms, count }: TimerConfig): string {
  const span = spanText(wait_ms)
  if (mode === 'delay') return `Waits ${span}`
  if (mode === 'watchdog') return `Speaks after ${span} of silence`
  return `Every ${span}${count === 0 ? ' until stopped' : `, ${count} times`}`
}

function standingOf({ config }: Bound<TimerConfig>, { held, ticks }: TimerLocal): string | null {
  if (held.length === 0) return null
  if (config.mode === 'delay') return `${held.length} held for ${spanText(config.wait_ms)}`
  if (config.mode === 'watchdog') return `Listens for ${spanText(config.wait_ms)}`
  return config.count === 0 ? `Ticks every ${spanText(config.wait_ms)}` : `Tick ${ticks} of ${config.count}`
}

function checkStop({ config }: Bound<TimerConfig>, fed: ReadonlySet<string>): readonly Misfit[] {
  if (config.mode !== 'interval' || config.count > 0 || fed.has('stop')) return []
  const message = 'this interval never ends: give it a count, or wire its port "stop"'
  return [{ path: 'count', message }]
}

export const timerKind = defineKind<TimerConfig, TimerLocal>({
  kind: 'timer',
  look: { label: 'Timer', hint: 'delay, interval', family: 'boundary', outline: 'timer', icon: 'timer' },
  help: {
    summary: 'Lets time pass: holds a message back, ticks, or notices a silence.',
    paragraphs: [
      'Delay: each message goes on after the time, whatever else comes meanwhile. Interval: a message at "start" begins the ticks; they end after the count, or by a message at "stop", and then "done" sends; one that is stopped before it starts is done at once. Watchdog: messages pass at once; when none has come for the time, the last one leaves by "quiet" too. Stop a watchdog when the work is done, else it speaks at the end of it.',
      'Timers never fire early and survive a crash. Ticks that fell due while nobody was there to take them (the host was down, the machine slept) come as one: an interval says that time has passed, not how often. Its rhythm goes on from that tick.',
    ],
  },
  schema,
  form: [
    {
      title: 'Timer',
      fields: [
        {
          type: 'choice',
          key: 'mode',
          label: 'What it does',
          options: [
            { value: 'delay', label: 'Delay: hold each message back' },
            { value: 'interval', label: 'Interval: tick again and again' },
            { value: 'watchdog', label: 'Watchdog: notice a silence' },
          ],
        },
        { type: 'number', key: 'wait_ms', label: 'Time', min: 1, max: 604_800_000, unit: 'ms' },
        { type: 'number', key: 'count', label: 'Ticks', min: 0, hint: 'Of an interval; 0: until stopped' },
      ],
    },
  ],
  stateVersion: 1,
  check: checkStop,
  fresh: () => ({ mode: 'delay', wait_ms: 60_000, count: 0 }),
  caption: captionOf,
  fact: (config) => config.mode,
  standing: standingOf,
  ports: (config) => PORTS[config.mode],
  initial: () => NOTHING,
  ready: readyPorts,
  react(bound, local, input) {
    if (input.type === 'message') return onMessage(bound, local, input)
    if (input.type === 'timer') return onTimer(bound, local, input.tag)
    throw new Error(`timer: unexpected ${input.type}`)
  },
  rest: (_bound, local) => local.held.length === 0,
  outcomes: () => [],
  classify: (_bound, _effect, outcome) => outcome,
  migrate: noMigration('timer'),
})
