import { resolve } from 'node:path'
import type { RepoConfig } from '../../../shared/nodes/repo/config.ts'
import { type ErrorControl, errorOutcome, type Outcome, type Ref } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'
import { ExpressionError, type Scope } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'
import { fillTemplate } from '../template.ts'
import { moveBranch, SetBack } from './branch.ts'
import { type Change, NoChange, putChange, readChange } from './change.ts'
import { type CommitAnswer, type CommitRequest, commitChange, mergeChange } from './commit.ts'
import { GitError } from './git.ts'
import { mustBeOpen, NoRepository, openRepository } from './open.ts'
import { placesOf } from './places.ts'

/** Opens the run's clone of a repository, merges into it and moves its branch. Git runs here itself, outside any sandbox. */
export function createGitExecutor(): Executor {
  return {
    kinds: ['git.open', 'git.commit', 'git.merge', 'git.move'],
    async perform(call, io) {
      try {
        return await perform(call, io)
      } catch (thrown) {
        const control = io.signal.aborted ? CANCELLED : controlOf(thrown)
        if (control === null) throw thrown
        return errorOutcome(control, io.payloads.put((thrown as Error).message))
      }
    },
  }
}

const CANCELLED: ErrorControl = { code: 'cancelled', retryable: false, happened: 'unknown' }

function controlOf(thrown: unknown): ErrorControl | null {
  if (thrown instanceof ExpressionError) return { code: 'template', retryable: false, happened: 'no' }
  if (thrown instanceof NoRepository) return { code: 'repository', retryable: false, happened: 'no' }
  if (thrown instanceof NoChange) return { code: 'change', retryable: false, happened: 'no' }
  if (thrown instanceof SetBack) return { code: 'set-back', retryable: false, happened: 'no' }
  if (thrown instanceof GitError) return { code: 'git', retryable: true, happened: 'unknown' }
  return null
}

async function open(call: EffectCall, io: EffectIo): Promise<Outcome> {
  const config = call.bound.config as RepoConfig
  const { topology, root } = call.folders
  const scope: Scope = {
    in: resolvePayload(call.payload['in'] ?? {}, io.payloads),
    run: { folder: root },
    topology: { folder: topology },
  }
  const path = await fillTemplate(config.path, scope)
  const from = await fillTemplate(config.from, scope)
  if (path.trim() === '') {
    const words = `"${config.path}" gives no folder for the repository ${call.nodeName}`
    throw new NoRepository(`${words}: fill in the run's input, or write a path in the node's form`)
  }
  const request = { node: call.node, path: resolve(topology, path), from: from.trim() }
  if (call.payload['head'] !== undefined) {
    mustBeOpen(request, ownChange(call, io, 'head'))
    return outcome('ok', { change: call.payload['head'] as Ref })
  }
  const change = await openRepository(request, placesOf(call.folders), io.signal)
  io.emit('note', `${request.path} at ${change.commit.slice(0, 12)}\n`)
  return { tag: 'ok', control: {}, refs: { change: putChange(change, io.payloads) } }
}

async function perform(call: EffectCall, io: EffectIo): Promise<Outcome> {
  switch (call.kind) {
    case 'git.open':
      return open(call, io)
    case 'git.move':
      return move(call, io)
    case 'git.merge':
      return answerOf(await mergeChange(requestOf(call, io)), call, io)
    default:
      return answerOf(await commitChange(requestOf(call, io)), call, io)
  }
}

function requestOf(call: EffectCall, io: EffectIo): CommitRequest {
  const change = ownChange(call, io, 'tree')
  const head = ownChange(call, io, 'head')
  if (head.repository !== change.repository)
    throw new NoChange(`${change.repository} is not the repository ${call.nodeName}`)
  const result = resolvePayload(call.payload['result'] ?? {}, io.payloads)
  return { author: authorOf(call), change, head, result }
}

function ownChange(call: EffectCall, io: EffectIo, field: string): Change {
  return readChange(call.payload[field], io.payloads, placesOf(call.folders))
}

function authorOf(call: EffectCall): string {
  return String(call.control['node'] ?? call.node)
}

function answerOf(answer: CommitAnswer, call: EffectCall, io: EffectIo): Outcome {
  const author = authorOf(call)
  switch (answer.type) {
    case 'merged':
      io.emit('note', `${answer.change.commit.slice(0, 12)} by ${author}\n`)
      return outcome('ok', { change: putChange(answer.change, io.payloads) })
    case 'unchanged':
      io.emit('note', `${author} has changed nothing\n`)
      if (call.kind === 'git.merge') return outcome('unchanged', {})
      return outcome('ok', { change: call.payload['head'] as Ref })
    case 'moved':
      return movedTo(answer.change, io)
    case 'conflict': {
      const { files, mine } = answer
      const names = files.map((file) => file.path)
      const words = `What ${author} changed does not fit with what others changed meanwhile${placesText(names)}`
      io.emit('note', `${words}\n`)
      const refs = {
        error: io.payloads.put(words),
        files: io.payloads.put(files.map((file) => ({ ...file }))),
        mine: putChange(mine, io.payloads),
      }
      return { tag: 'conflict', control: { files: names.slice(0, MOST_NAMES) }, refs }
    }
  }
}

/** A card and a sentence have room for a few; the refs name more. */
const MOST_NAMES = 20

function placesText(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''
  return `, in ${names.slice(0, MOST_NAMES).join(', ')}${more}`
}

function outcome(tag: string, refs: Outcome['refs']): Outcome {
  return { tag, control: {}, refs }
}

async function move(call: EffectCall, io: EffectIo): Promise<Outcome> {
  const answer = await moveBranch(ownChange(call, io, 'head'), ownChange(call, io, 'change'))
  if (answer.type === 'moved') return movedTo(answer.change, io)
  io.emit('note', `The branch is at ${answer.change.commit.slice(0, 12)}\n`)
  return outcome('ok', { change: call.payload['change'] as Ref })
}

function movedTo(change: Change, io: EffectIo): Outcome {
  io.emit('note', `The branch has moved to ${change.commit.slice(0, 12)}: merging again\n`)
  return outcome('moved', { change: putChange(change, io.payloads) })
}
