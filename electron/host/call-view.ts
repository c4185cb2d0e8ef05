import { HostError } from '../../shared/api/contract.ts'
import type { AgentConfig, ToolConfig } from '../../shared/nodes/agent/config.ts'
import { classOf } from '../../shared/nodes/exec.ts'
import type { Json, Payload, Ref } from '../../shared/topology/payload.ts'
import type { Scope } from '../effects/expression.ts'
import { folderName } from '../effects/git/places.ts'
import { callProblem } from '../effects/model/answer.ts'
import { resolvePayload } from '../effects/resolve.ts'
import { fillArguments } from '../effects/template.ts'
import type { Fields } from './ask-edit.ts'
import type { AskContent, AskContext } from './ask-view.ts'
import { digestOfValue } from './digest.ts'

/** The tool that an agent's model has called, and with what. */
interface Call {
  readonly tool: ToolConfig
  readonly args: Json
}

function callOf({ ask, actor, journal }: AskContext): Call {
  const config = actor.bound.config as AgentConfig
  const tool = config.tools.find((one) => one.name === ask.control['tool'])
  if (tool === undefined) throw new Error(`${actor.id} has no tool ${String(ask.control['tool'])}`)
  return { tool, args: resolvePayload(ask.payload['args'] ?? {}, journal.payloads) }
}

export function callQuestion(name: string, tool: string): string {
  return `May "${name}" call ${tool}?`
}

/** Exactly what a call would run, with its arguments filled in. */
export async function callContent(context: AskContext): Promise<AskContent> {
  const { ask, actor, folders } = context
  const { tool, args } = callOf(context)
  const tree = ask.payload['tree'] === undefined ? null : `${folders.root}/trees/${folderName(actor.id)}`
  const scope = scopeOf(context, args, { run: folders.root, tree })
  // What cannot be filled in cannot be run either: it is shown as it stands in the drawing.
  const argv = await fillArguments(tool.run, scope).catch(() => [...tool.run])
  const cwd = tree ?? `${folders.root}/work/${folderName(actor.id)}`
  const evidence = [
    { title: 'arguments', body: JSON.stringify(args, null, 2) },
    ...(tool.writes.length === 0 ? [] : [{ title: 'may write', body: tool.writes.join('\n') }]),
    ...(tool.network.length === 0 ? [] : [{ title: 'may reach', body: tool.network.join('\n') }]),
  ]
  const command = { argv, node: `${actor.name} · ${tool.name}`, class: classOf(actor.bound, tool.class), cwd }
  const shown = { command, diff: [], fromCommit: null, toCommit: null, evidence }
  const question = callQuestion(actor.name, tool.name)
  const message = { args: ask.payload['args'] as Payload, tree: ask.payload['tree'] ?? null }
  return {
    ...{ question, shown, content: fieldsOf(args) },
    digest: digestOfValue({ question, shown, message }),
  }
}

/** What an agent asks a person itself. */
export function questionContent({ ask, journal }: AskContext): AskContent {
  const { question } = resolvePayload(ask.payload['args'] ?? {}, journal.payloads) as { question: string }
  const shown = { command: null, diff: [], fromCommit: null, toCommit: null, evidence: [] }
  return { question, shown, content: null, digest: digestOfValue({ question, args: ask.payload['args'] }) }
}

/** A call with a person's new arguments, once they are what its tool takes. */
export async function editedCall(
  context: AskContext,
  edit: { readonly [field: string]: unknown },
): Promise<{ readonly args: Ref; readonly context: AskContext }> {
  const { ask, actor, journal } = context
  const { tool, args } = callOf(context)
  const made = { ...fieldsOf(args), ...edit } as Json
  if (digestOfValue(made) === digestOfValue(args))
    throw new HostError({ code: 'bad-input', message: 'The edit changes nothing: approve it as it is' })
  const { tools } = actor.bound.config as AgentConfig
  const problem = await callProblem({ id: '', tool: tool.name, args: made }, tools)
  if (problem !== null) throw new HostError({ code: 'bad-input', message: `edit: ${problem}` })
  const ref = journal.payloads.put(made)
  return { args: ref, context: { ...context, ask: { ...ask, payload: { ...ask.payload, args: ref } } } }
}

/** What makes two calls the same in two runs of one drawing: all that would run, but for the folders of the run. */
export async function callKey(
  context: AskContext,
  path: string,
): Promise<{ readonly key: string; readonly argv: readonly string[] }> {
  const { ask, actor } = context
  const { tool, args } = callOf(context)
  const tree = ask.payload['tree'] === undefined ? null : '{tree}'
  const argv = await fillArguments(tool.run, scopeOf(context, args, { run: '{run}', tree }))
  const { name, writes, network } = tool
  const key = digestOfValue({ path, node: actor.id, name, argv, writes, network, class: tool.class })
  return { key, argv }
}

function scopeOf(
  { ask, folders, journal }: AskContext,
  args: Json,
  places: { readonly run: string; readonly tree: string | null },
): Scope {
  return {
    in: resolvePayload(ask.payload['in'] ?? {}, journal.payloads),
    args,
    run: { folder: places.run },
    topology: { folder: folders.topology },
    ...(places.tree === null ? {} : { tree: { path: places.tree } }),
  }
}

function fieldsOf(args: Json): Fields {
  return typeof args === 'object' && args !== null && !Array.isArray(args)
    ? (args as Fields)
    : { value: args }
}
