import type { AskView, RecordedTransition } from '../../shared/api/contract.ts'
import type { CommandConfig } from '../../shared/nodes/command/index.ts'
import type { GateConfig } from '../../shared/nodes/gate/config.ts'
import { CHANGE } from '../../shared/nodes/session.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import { fieldsOf, type Json, type Payload } from '../../shared/topology/payload.ts'
import { type ActorPlan, actorAt, channelAt, type Plan } from '../../shared/topology/plan.ts'
import type { Journal, RunFolders } from '../drivers/seams.ts'
import { evaluateMaybe } from '../effects/expression.ts'
import { diffChange } from '../effects/git/diff.ts'
import { resolvePayload } from '../effects/resolve.ts'
import { fillArguments, fillTemplate } from '../effects/template.ts'
import { editableFields, type Fields } from './ask-edit.ts'
import { callContent } from './call-view.ts'
import { digestOfValue } from './digest.ts'

type Shown = AskView['shown']

export interface AskContext {
  readonly plan: Plan
  readonly journal: Journal
  readonly run: string
  readonly folders: RunFolders
  readonly actor: ActorPlan
  readonly ask: Ask
}

export interface AskContent {
  readonly question: string
  readonly shown: Shown
  /** What a person may change before approving; null when there is nothing. */
  readonly content: Fields | null
  /** Covers the question, everything shown and the whole message: an answer holds for this digest only. */
  readonly digest: string
}

/** A gate's question with its message filled in. */
export function gateQuestion({ ask, actor, journal }: AskContext): Promise<string> {
  const scope = { in: resolvePayload(ask.payload['in'] as Payload, journal.payloads) }
  return fillTemplate((actor.bound.config as GateConfig).ask, scope)
}

/** Exactly what a gate's answer is about: what will run, what has changed, and the evidence that the gate names. */
export async function gateContent(context: AskContext): Promise<AskContent> {
  const { ask, actor, journal } = context
  const config = actor.bound.config as GateConfig
  const payload = ask.payload['in'] as Payload
  const scope = { in: resolvePayload(payload, journal.payloads) }
  const question = await gateQuestion(context)
  const evidence: Shown['evidence'][number][] = []
  for (const path of config.show) {
    const value = await evaluateMaybe(`in.${path}`, scope)
    if (value !== undefined && value !== null) evidence.push({ title: path, body: bodyOf(value) })
  }
  const change = readChange(fieldsOf(payload)[CHANGE], context)
  const from = change === null ? null : firstCommit(context, change.repository)
  const diff =
    change === null || from === null ? [] : await diffChange(change.repository, from, change.commit)
  const command = await nextCommand(context, scope.in)
  const shown = {
    command,
    diff: diff.map((file) => ({ ...file })),
    fromCommit: from,
    toCommit: change?.commit ?? null,
    evidence,
  }
  const content = editableFields(payload, journal.payloads)
  return { question, shown, content, digest: digestOfValue({ question, shown, message: payload }) }
}

/** What is in doubt: the command itself. */
export async function doubtContent(context: AskContext): Promise<AskContent> {
  const { ask, actor, journal } = context
  const tool = ask.control['tool']
  if (tool !== undefined) {
    const { shown } = await callContent(context)
    const question = `Did "${actor.name}" get its call of ${String(tool)} done?`
    return { question, shown, content: null, digest: digestOfValue({ question, shown }) }
  }
  const scope = resolvePayload(ask.payload['in'] as Payload, journal.payloads)
  const question = `Did "${actor.name}" happen?`
  const command = await commandOf(context, actor, scope)
  const shown = { command, diff: [], fromCommit: null, toCommit: null, evidence: [] }
  return { question, shown, content: null, digest: digestOfValue({ question, shown }) }
}

function bodyOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

interface ChangeContent {
  readonly repository: string
  readonly commit: string
}

function readChange(payload: Payload | undefined, { journal }: AskContext): ChangeContent | null {
  if (typeof payload !== 'string') return null
  const value = journal.payloads.get(payload)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { repository, commit } = value as { readonly [key: string]: Json }
  return typeof repository === 'string' && typeof commit === 'string' ? { repository, commit } : null
}

/** The commit that the team's repository was opened at, from the journal: what production has so far. */
function firstCommit(context: AskContext, repository: string): string | null {
  const { journal, run } = context
  for (let after = 0, page = read(0); page.length > 0; page = read(after)) {
    for (const { transition } of page) {
      const { input } = transition
      if (input.type !== 'settle') continue
      const change = readChange(input.outcome.refs[CHANGE], context)
      if (change?.repository === repository) return change.commit
    }
    after = page.at(-1)?.identity.seq ?? after
  }
  return null

  function read(after: number): readonly RecordedTransition[] {
    return journal.transitionsAfter(run, after, 500)
  }
}

/** The command that an approval leads to: the nearest of class `once`, else the nearest. */
async function nextCommand(context: AskContext, scope: Json): Promise<Shown['command']> {
  const reached = reachedCommands(context.plan, context.actor)
  const next = reached.find((actor) => (actor.bound.config as CommandConfig).class === 'once') ?? reached[0]
  return next === undefined ? null : commandOf(context, next, scope)
}

function reachedCommands(plan: Plan, gate: ActorPlan): readonly ActorPlan[] {
  const seen = new Set<number>([gate.index])
  const open = (gate.outOf.get('approved') ?? []).map((channel) => channelAt(plan, channel).to)
  const commands: ActorPlan[] = []
  for (let index = open.shift(); index !== undefined; index = open.shift()) {
    if (seen.has(index)) continue
    seen.add(index)
    const actor = actorAt(plan, index)
    if (actor.kind.kind === 'gate') continue
    if (actor.kind.kind === 'command') commands.push(actor)
    open.push(...actor.outChannels.map((channel) => channelAt(plan, channel).to))
  }
  return commands
}

async function commandOf({ folders }: AskContext, actor: ActorPlan, scope: Json): Promise<Shown['command']> {
  const config = actor.bound.config as CommandConfig
  const filled = { in: scope, run: { folder: folders.root }, topology: { folder: folders.topology } }
  const argv: string[] = []
  for (const item of config.run) {
    // What depends on an answer that is not there yet is shown as it stands in the drawing.
    argv.push(...(await fillArguments([item], filled).catch(() => [item])))
  }
  const cwd = `${folders.root}/work/${actor.id}`
  return { argv, node: actor.name, class: config.class, cwd }
}
