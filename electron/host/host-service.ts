import { resolve } from 'node:path'
import {
  type AskSummary,
  HostError,
  type MethodName,
  type Params,
  type Result,
  type SubscriptionName,
  type Subscriptions,
} from '../../shared/api/contract.ts'
import type { LiveRun } from '../drivers/live/live-run.ts'
import type { Journal } from '../drivers/seams.ts'
import { describeRepository } from '../effects/git/describe.ts'
import type { Asks } from './asks.ts'
import { auditEntries, verifyAudit } from './audit.ts'
import type { Checks } from './checks.ts'
import { noteRecent, openDocument, recentDocuments, saveDocument } from './documents.ts'
import { followLog } from './feed.ts'
import { listFiles } from './files.ts'
import type { Lessons } from './lessons.ts'
import type { Letters } from './letters.ts'
import { personOf } from './people.ts'
import type { Rehearsals } from './rehearsals.ts'
import { runOutcome } from './run-outcome.ts'
import type { Runs } from './runs.ts'
import type { HostService, Unfollow } from './service.ts'
import { planFromText, type Starter, startRun } from './start-run.ts'
import { tellAgent } from './tell-agent.ts'
import { isTrusted, trustList } from './trust.ts'

export interface ServiceParts {
  readonly starter: Starter
  readonly asks: Asks
  readonly letters: Letters
  readonly checks: Checks
  readonly rehearsals: Rehearsals
  readonly lessons: Lessons
  readonly info: Result<'host.info'>
}

type Handlers = { readonly [M in MethodName]: (params: Params<M>) => Promise<Result<M>> | Result<M> }

/** The contract's methods and topics, each in a line or two over the parts that do the work. */
export function createService(parts: ServiceParts): HostService {
  const handlers: Handlers = {
    ...documentMethods(parts),
    ...runMethods(parts),
    ...askMethods(parts),
    ...checkMethods(parts),
    ...rehearseMethods(parts),
    ...lessonMethods(parts),
  }
  return {
    async call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
      return (handlers[method] as (params: Params<M>) => Promise<Result<M>> | Result<M>)(params)
    },
    follow: (topic, params, emit) =>
      follow(parts, topic, params, emit as (events: readonly unknown[]) => void),
  }
}

type Of<Names extends MethodName> = Pick<Handlers, Names>

function documentMethods({
  starter: { journal, now },
  info,
}: ServiceParts): Of<
  | 'host.info'
  | 'document.open'
  | 'document.save'
  | 'document.recent'
  | 'files.list'
  | 'repository.inspect'
  | 'trust.list'
  | 'payload.get'
> {
  return {
    'host.info': () => info,
    'document.open': async ({ path, look }) => {
      const opened = openDocument(path)
      if (look !== true) await noteRecent(journal, opened.path, now())
      return opened
    },
    'document.save': async ({ path, text, expected }) => {
      const saved = saveDocument(path, text, expected)
      await noteRecent(journal, saved.path, now())
      return saved
    },
    'document.recent': () => recentDocuments(journal),
    'files.list': ({ directory }) => listFiles(directory),
    'repository.inspect': async ({ path }) => {
      const { usable, branch, commit, message } = await describeRepository(resolve(path))
      return { path: resolve(path), usable, branch, commit, message }
    },
    'trust.list': ({ path, text }) => {
      const list = trustList(planFromText(text, path))
      return { needed: !isTrusted(list, path, journal), list }
    },
    'payload.get': ({ ref, limit }) => payloadText(journal, ref, limit ?? 200_000),
  }
}

function payloadText(journal: Journal, ref: string, limit: number): Result<'payload.get'> {
  if (!ref.startsWith('text:') && !journal.payloads.has(ref)) {
    throw new HostError({ code: 'not-found', message: `There is no content ${ref.slice(0, 12)}` })
  }
  const text = JSON.stringify(journal.payloads.get(ref), null, 2)
  return { text: text.slice(0, limit), size: text.length, cut: text.length > limit }
}

function runMethods({
  starter,
}: ServiceParts): Of<
  | 'run.start'
  | 'run.list'
  | 'run.get'
  | 'run.outcome'
  | 'run.cancel'
  | 'run.pause'
  | 'run.resume'
  | 'run.step'
> {
  const { runs, journal } = starter
  const live = (run: string): LiveRun => liveRun(runs, run)
  return {
    'run.start': (params) => startRun(starter, params),
    'run.list': () => ({ runs: runs.summaries() }),
    'run.get': ({ run }) => {
      const summary = runs.summary(run)
      const stored = runs.stored(run)
      if (summary === null || stored === null)
        throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
      return { summary, text: stored.record.text, input: { ...stored.record.input } }
    },
    'run.outcome': ({ run }) => runOutcome(runs, journal, run),
    'run.cancel': async ({ run }) => {
      await live(run).cancel()
      return {}
    },
    'run.pause': async ({ run, abort }) => {
      await live(run).pause(abort)
      return {}
    },
    'run.resume': async ({ run }) => {
      await live(run).resume()
      return {}
    },
    'run.step': async ({ run, by, node }) => {
      const target = live(run)
      if (!target.core.isPaused())
        throw new HostError({ code: 'conflict', message: 'Pause the run before you step it' })
      return { seq: await target.step(by, node) }
    },
  }
}

function liveRun(runs: Runs, run: string): LiveRun {
  const found = runs.live(run)
  if (found !== null) return found
  const known = runs.stored(run)
  if (known === null) throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
  if (known.progress.endedAt === null)
    throw new HostError({ code: 'conflict', message: runs.summary(run)?.message ?? '' })
  throw new HostError({ code: 'conflict', message: `Run ${run} has ended: ${known.progress.status}` })
}

function askMethods({
  asks,
  letters,
  starter: { journal, runs, now },
}: ServiceParts): Of<
  | 'ask.view'
  | 'ask.decide'
  | 'ask.preview'
  | 'letter.list'
  | 'letter.settle'
  | 'inbox.list'
  | 'audit.list'
  | 'audit.verify'
  | 'agent.tell'
  | 'allowed.list'
  | 'allowed.revoke'
> {
  return {
    'letter.list': ({ run }) => ({ letters: letters.list(run) }),
    'letter.settle': async (params) => {
      await letters.settle(params)
      return {}
    },
    'ask.view': ({ run, ask }) => asks.view(run, ask),
    'ask.preview': (params) => asks.preview(params),
    'ask.decide': async (params) => {
      await asks.decide(params)
      return {}
    },
    'agent.tell': async (params) => {
      await tellAgent(liveRun(runs, params.run), params, journal, now)
      return {}
    },
    'allowed.list': () => ({ calls: asks.allowed.list() }),
    'allowed.revoke': async ({ key }) => {
      await asks.allowed.revoke(key, personOf(undefined), now())
      return {}
    },
    'audit.list': ({ run }) => ({ entries: auditEntries(journal, run) }),
    'audit.verify': ({ head }) => verifyAudit(journal, head),
    'inbox.list': async () => ({ asks: await inboxOf({ asks, letters }) }),
  }
}

/** Questions and dead letters that wait for people, oldest first. */
async function inboxOf({ asks, letters }: Pick<ServiceParts, 'asks' | 'letters'>): Promise<AskSummary[]> {
  return [...(await asks.inbox()), ...letters.inbox()].sort((a, b) => a.askedAt - b.askedAt)
}

function checkMethods({
  checks,
}: ServiceParts): Of<'check.start' | 'check.cancel' | 'check.result' | 'check.keep'> {
  return {
    'check.start': (request) => checks.start(request),
    'check.cancel': ({ check }) => {
      checks.cancel(check)
      return {}
    },
    'check.result': ({ check }) => checks.result(check),
    'check.keep': ({ check, property }) => checks.keep(check, property),
  }
}

function rehearseMethods({
  rehearsals,
}: ServiceParts): Of<'rehearse.start' | 'rehearse.cancel' | 'rehearse.result'> {
  return {
    'rehearse.start': (request) => rehearsals.start(request),
    'rehearse.cancel': ({ rehearsal }) => {
      rehearsals.cancel(rehearsal)
      return {}
    },
    'rehearse.result': ({ rehearsal }) => ({ result: rehearsals.result(rehearsal) }),
  }
}

function lessonMethods({
  lessons,
}: ServiceParts): Of<'lesson.list' | 'lesson.open' | 'lesson.judge' | 'lesson.solution'> {
  return {
    'lesson.list': () => lessons.list(),
    'lesson.open': (params) => lessons.open(params),
    'lesson.judge': (params) => lessons.judge(params),
    'lesson.solution': ({ id }) => lessons.solution(id),
  }
}

function follow<S extends SubscriptionName>(
  parts: ServiceParts,
  topic: S,
  params: Subscriptions[S]['params'],
  emit: (events: readonly unknown[]) => void,
): Unfollow {
  const { runs, journal } = parts.starter
  switch (topic) {
    case 'runs':
      emit(runs.summaries())
      return runs.changed.listen((summary) => emit([summary]))
    case 'inbox':
      return followInbox(parts, emit)
    case 'check.progress':
      return parts.checks.follow((params as Subscriptions['check.progress']['params']).check, emit)
    case 'rehearse.progress':
      return parts.rehearsals.follow((params as Subscriptions['rehearse.progress']['params']).rehearsal, emit)
    default: {
      const { run, after } = params as { readonly run: string; readonly after: number }
      if (runs.stored(run) === null)
        throw new HostError({ code: 'not-found', message: `There is no run ${run}` })
      const feeds = runs.feedsOf(run)
      if (topic === 'run.transitions') {
        const read = (from: number, limit: number) => journal.transitionsAfter(run, from, limit)
        return followLog(read, (entry) => entry.identity.seq, feeds.transitions, after, emit)
      }
      const read = (from: number, limit: number) => journal.chunksAfter(run, from, limit)
      return followLog(read, (chunk) => chunk.seq, feeds.chunks, after, emit)
    }
  }
}

/** One reading at a time, and one more when something changed meanwhile: the newest inbox is always told last. */
function followInbox(
  { asks, letters, starter: { runs } }: ServiceParts,
  emit: (events: readonly unknown[]) => void,
): Unfollow {
  let ended = false
  let reading = false
  let stale = false
  const read = async (): Promise<void> => {
    if (reading) {
      stale = true
      return
    }
    reading = true
    do {
      stale = false
      const event = { asks: await inboxOf({ asks, letters }) }
      if (!ended && !stale) emit([event])
    } while (stale && !ended)
    reading = false
  }
  const unlisten = runs.inboxChanged.listen(() => void read())
  void read()
  return () => {
    ended = true
    unlisten()
  }
}
