import { resolve } from 'node:path'
import type { RepoConfig } from '../../../shared/nodes/repo/index.ts'
import { type ErrorControl, errorOutcome, type Outcome, type Ref } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor } from '../../drivers/seams.ts'
import { ExpressionError, type Scope } from '../expression.ts'
import { resolvePayload } from '../resolve.ts'
import { fillTemplate } from '../template.ts'
import { NoChange, putChange, readChange } from './change.ts'
import { commitChange } from './commit.ts'
import { GitError } from './git.ts'
import { NoRepository, openRepository } from './open.ts'
import { placesOf } from './places.ts'

/** Opens the run's clone of a repository and commits to it. Git runs here itself, outside any sandbox. */
export function createGitExecutor(): Executor {
  return {
    kinds: ['git.open', 'git.commit'],
    async perform(call, io) {
      try {
        return await (call.kind === 'git.open' ? open(call, io) : commit(call, io))
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
  const change = await openRepository(request, placesOf(call.folders), io.signal)
  io.emit('note', `${request.path} at ${change.commit.slice(0, 12)}\n`)
  return { tag: 'ok', control: {}, refs: { change: putChange(change, io.payloads) } }
}

async function commit(call: EffectCall, io: EffectIo): Promise<Outcome> {
  const places = placesOf(call.folders)
  const change = readChange(call.payload['tree'], io.payloads, places)
  const head = readChange(call.payload['head'], io.payloads, places)
  if (head.repository !== change.repository)
    throw new NoChange(`${change.repository} is not the repository ${call.nodeName}`)
  const result = resolvePayload(call.payload['result'] ?? {}, io.payloads)
  const author = String(call.control['node'] ?? call.node)
  const answer = await commitChange({ author, change, head, result })
  switch (answer.type) {
    case 'committed':
      io.emit('note', `${answer.change.commit.slice(0, 12)} by ${author}\n`)
      return { tag: 'ok', control: {}, refs: { change: putChange(answer.change, io.payloads) } }
    case 'unchanged':
      return { tag: 'ok', control: {}, refs: { change: call.payload['head'] as Ref } }
    case 'conflict': {
      const files = answer.files.join(', ')
      const words = `What ${author} changed does not fit with what others changed meanwhile, in ${files}`
      return { tag: 'conflict', control: {}, refs: { error: io.payloads.put(words) } }
    }
  }
}
