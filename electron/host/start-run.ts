import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { HostError, type Params, type TrustList } from '../../shared/api/contract.ts'
import type { AgentConfig } from '../../shared/nodes/agent/config.ts'
import { kinds } from '../../shared/nodes/index.ts'
import type { VoteConfig } from '../../shared/nodes/vote/config.ts'
import { compile } from '../../shared/topology/compile.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import type { ActorPlan, Plan } from '../../shared/topology/plan.ts'
import type { AuditNote, Chaos, Journal, RunRecord } from '../drivers/seams.ts'
import { describeRepository } from '../effects/git/describe.ts'
import { modelProblem, resolveModel } from '../effects/model/model-address.ts'
import type { Environment } from '../secrets/secrets.ts'
import { sha256 } from './digest.ts'
import { documentError } from './document-error.ts'
import { inputPayload, readInput } from './input.ts'
import { personOf } from './people.ts'
import { readRehearsal } from './rehearsable.ts'
import type { Runs } from './runs.ts'
import { isTrusted, trust, trustList } from './trust.ts'

export interface Starter {
  readonly runs: Runs
  readonly journal: Journal
  readonly environment: Environment
  readonly sandbox: { readonly available: boolean; readonly reason: string }
  readonly now: () => number
}

/** Checks all that can be known before a run begins, pins it, and starts it. */
export async function startRun(starter: Starter, params: Params<'run.start'>): Promise<{ run: string }> {
  const path = resolve(params.path)
  const plan = planFromText(params.text, path)
  const trusted = await checkTrust(starter, plan, path, params.trust)
  checkSandbox(starter, plan, params.unsandboxed)
  const models = pinModels(plan, starter.environment)
  const chaos = chaosOf(params, path)
  const input = await readInput(plan, params.input, describeRepository)
  const record: RunRecord = {
    run: randomBytes(4).toString('hex'),
    name: plan.name,
    path,
    digest: sha256(params.text),
    text: params.text,
    input,
    settings: {
      approve: params.approve,
      unsandboxed: params.unsandboxed && !starter.sandbox.available,
      models,
      ...(chaos === null ? {} : { chaos }),
    },
    startedAt: starter.now(),
    stateVersions: Object.fromEntries(plan.actors.map((actor) => [actor.kind.kind, actor.kind.stateVersion])),
  }
  const audit = startNotes(record, trusted, starter.now())
  await starter.runs.start(
    record,
    inputPayload(input, starter.journal.payloads),
    params.paused === true,
    audit,
  )
  return { run: record.run }
}

/** The plan of a topology's text, or one error that names every place that is wrong. */
export function planFromText(text: string, path: string): Plan {
  const parsed = parseDocument(text)
  const compiled = parsed.ok ? compile(parsed.value, kinds) : parsed
  if (!compiled.ok) throw documentError(path, compiled.problems)
  return compiled.value
}

async function checkTrust(
  { journal }: Starter,
  plan: Plan,
  path: string,
  accepted: string | null,
): Promise<TrustList | null> {
  const list = trustList(plan)
  if (isTrusted(list, path, journal)) return null
  if (accepted !== list.digest) {
    throw new HostError({
      code: 'untrusted',
      message: `${path} comes from elsewhere: before its first run, read what it may do and accept it (${list.commands.length} commands, ${list.repositories.length} repositories)`,
    })
  }
  await trust(list, journal)
  return list
}

/** The faults that are to be injected, if any were asked for. */
function chaosOf({ chaos, text }: Params<'run.start'>, path: string): Chaos | null {
  if (chaos === undefined) return null
  const { document } = readRehearsal(text, path, { ...chaos, runs: 1 })
  const faults = chaos.faults ?? document.faults ?? {}
  if (faults.nodes === undefined || faults.nodes.length === 0)
    throw new HostError({ code: 'bad-input', message: `${path}: there are no faults of nodes to inject` })
  return { seed: chaos.seed, faults }
}

/** What a person has accepted before this run could start, for the audit trail. */
function startNotes(record: RunRecord, trusted: TrustList | null, at: number): readonly AuditNote[] {
  const of = { at, ...personOf(undefined), run: record.run, ask: null, node: null, record: null }
  const notes: AuditNote[] = []
  if (trusted !== null)
    notes.push({ ...of, type: 'trust', shown: trusted.digest, answer: 'trusted', comment: record.path })
  if (record.settings.unsandboxed)
    notes.push({ ...of, type: 'unsandboxed', shown: record.digest, answer: 'allowed', comment: record.path })
  return notes
}

function checkSandbox({ sandbox }: Starter, plan: Plan, allowed: boolean): void {
  const commands = trustList(plan).commands
  if (sandbox.available || allowed || commands.length === 0) return
  throw new HostError({
    code: 'unsandboxed',
    message: `There is no sandbox here (${sandbox.reason}), so these would run with your own rights: ${commands.join(' · ')}`,
  })
}

/** The config of an agent, or of a vote that a judge decides. */
function asksModel({ kind, bound }: ActorPlan): Pick<AgentConfig, 'model' | 'script'> | null {
  if (kind.kind === 'agent') return bound.config as AgentConfig
  const judges = kind.kind === 'vote' && (bound.config as VoteConfig).equal === 'judge'
  return judges ? (bound.config as VoteConfig) : null
}

/** The model that answers for each agent and judge, settled now so that a resumed run keeps it. */
function pinModels(plan: Plan, environment: Environment): { [node: string]: string } {
  const models: { [node: string]: string } = {}
  for (const actor of plan.actors) {
    const config = asksModel(actor)
    if (config === null) continue
    const hasScript = config.script.length > 0
    const model = resolveModel(config.model, environment)
    const problem = modelProblem(model, hasScript, environment)
    if (problem !== null) throw new HostError({ code: 'bad-input', message: `${actor.name}: ${problem}` })
    models[actor.id] = model
  }
  return models
}
