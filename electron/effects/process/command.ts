import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { AgentConfig } from '../../../shared/nodes/agent/config.ts'
import type { CommandConfig } from '../../../shared/nodes/command/index.ts'
import type { RepoConfig } from '../../../shared/nodes/repo/config.ts'
import type { EffectCall, PayloadStore } from '../../drivers/seams.ts'
import type { Scope } from '../expression.ts'
import { folderName, type Places } from '../git/places.ts'
import { resolvePayload } from '../resolve.ts'
import { fillArguments } from '../template.ts'
import { findProgram, isProgram } from './bubblewrap.ts'
import { MARK } from './processes.ts'

/** A command cannot be run as it is drawn; the message says why and what to do. Nothing has happened. */
export class CannotRun extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** What a command, a verifier and a tool of an agent have in common. */
export type Drawn = Pick<CommandConfig, 'run' | 'output' | 'writes' | 'network'> & {
  readonly probe: readonly string[]
  readonly doubtful: readonly number[]
}

/** What is to be run: the node's own command, or the tool that an agent's model called. */
export function drawnFor(call: EffectCall): Drawn {
  const config = call.bound.config as Partial<CommandConfig> & Partial<Pick<AgentConfig, 'tools'>>
  const name = call.control['tool']
  const own = call.control['check'] === true ? checkOf(call) : config
  const drawn = name === undefined ? own : config.tools?.find((tool) => tool.name === name)
  if (drawn === undefined) throw new CannotRun('no-tool', `${call.nodeName} has no tool "${String(name)}"`)
  const { run, output = 'text', writes = [], network = [] } = drawn
  if (run === undefined) throw new CannotRun('no-command', `${call.nodeName} has no command to run`)
  return { run, output, writes, network, probe: config.probe ?? [], doubtful: config.doubtful ?? [] }
}

/** A repository's check of merged files. */
function checkOf(call: EffectCall): Partial<Drawn> {
  const { check, network } = call.bound.config as RepoConfig
  return { run: check, network }
}

/** The folders of one node in a run. */
export interface Room {
  /** Where a command without a worktree works; HOME of every command. */
  readonly work: string
  /** Empty at each start. */
  readonly tmp: string
}

export function roomOf(call: EffectCall, places: Places): Room {
  const name = folderName(call.node)
  return { work: join(places.work, name), tmp: join(places.tmp, name) }
}

export function scopeOf(call: EffectCall, store: PayloadStore, tree: string | null): Scope {
  return {
    in: resolvePayload(call.payload['in'] ?? {}, store),
    args: resolvePayload(call.payload['args'] ?? {}, store),
    store: resolvePayload(call.payload['store'] ?? {}, store),
    decisions: resolvePayload(call.payload['decisions'] ?? {}, store),
    run: { folder: call.folders.root },
    topology: { folder: call.folders.topology },
    // Left out where there is none, so that an argument that asks for it fails instead of saying "null".
    ...(tree === null ? {} : { tree: { path: tree } }),
  }
}

export interface Filled {
  readonly program: string
  readonly args: readonly string[]
}

/** Fills a command's items in and finds its program, by the rules that the form states. */
export async function fillCommand(
  items: readonly string[],
  scope: Scope,
  call: EffectCall,
  path: string,
): Promise<Filled> {
  const [name = '', ...args] = await fillArguments(items, scope)
  if ([name, ...args].some((item) => item.includes('\0')))
    throw new CannotRun(
      'argument',
      `An argument of ${call.nodeName} holds a zero byte, which no program can be given`,
    )
  return { program: programFor(name, call, path), args }
}

function programFor(name: string, call: EffectCall, path: string): string {
  if (name === 'node') return process.execPath
  const named = isAbsolute(name) || name.includes('/') || name.includes(sep)
  if (!named) {
    const found = findProgram(name, path)
    if (found !== null) return found
    throw missing(name, call, 'it is in no folder of PATH: install it, or write its full path')
  }
  const file = resolve(call.folders.topology, name)
  if (isProgram(file)) return file
  const there = lstatSync(file, { throwIfNoEntry: false }) !== undefined
  throw missing(name, call, there ? `${file} may not be executed (chmod +x)` : `there is no file ${file}`)
}

function missing(name: string, call: EffectCall, why: string): CannotRun {
  return new CannotRun('no-program', `${call.nodeName} cannot run "${name}": ${why}`)
}

/** A command sees nothing of the host's environment but where programs lie: keys live there. */
export function environmentOf(call: EffectCall, room: Room): Record<string, string> {
  const path = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
  const count = process.env['SYNOD_COUNT_FILE']
  return {
    PATH: `${dirname(process.execPath)}${delimiter}${path}`,
    HOME: room.work,
    TMPDIR: room.tmp,
    LANG: 'C.UTF-8',
    // The files are Synod's to index: a program that only looks should not try to write the index.
    GIT_OPTIONAL_LOCKS: '0',
    [MARK]: markOf(call),
    SYNOD_IDEMPOTENCY_KEY: `${call.run}/${call.effect}`,
    ...(count === undefined ? {} : { SYNOD_COUNT_FILE: count }),
    ...('electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
  }
}

export function markOf(call: EffectCall): string {
  return `${call.run}:${call.effect}:${call.execution}`
}

/** Marks of every execution of an effect. */
export function marksOf(call: EffectCall): (mark: string) => boolean {
  const start = `${call.run}:${call.effect}:`
  return (mark) => mark.startsWith(start) && /^\d+$/.test(mark.slice(start.length))
}

/**
 * The folders that a command may write besides its own. What lies in the run's folder is the run's; any other is
 * named in the drawing as it is, where whoever trusts the drawing reads it, never made from a message.
 */
export async function writableFolders(
  drawn: Drawn,
  scope: Scope,
  call: EffectCall,
): Promise<readonly string[]> {
  const filled = await fillArguments(drawn.writes, scope)
  return filled.map((text, at) => {
    const path = resolve(call.folders.root, text)
    const inside = within(path, call.folders.root)
    const trusted = isAbsolute(text) && drawn.writes[at] === text
    if (!inside && !trusted)
      throw new CannotRun(
        'writes',
        `${call.nodeName} may not write ${path}: it lies outside the run's folder, and the drawing does not name it word for word`,
      )
    return realFolder(path, inside, call)
  })
}

/** A link within the run's folder may have been made by a command, and may lead anywhere. */
function realFolder(path: string, inside: boolean, call: EffectCall): string {
  try {
    if (inside) mkdirSync(path, { recursive: true, mode: 0o700 })
    const real = realpathSync(path)
    if (!inside || within(real, realpathSync(call.folders.root))) return real
    throw new CannotRun(
      'writes',
      `${call.nodeName} may not write ${path}: it is a link that leads out of the run's folder`,
    )
  } catch (thrown) {
    if (thrown instanceof CannotRun) throw thrown
    throw new CannotRun(
      'writes',
      `${call.nodeName} is to write ${path}, which is not there: make that folder first`,
    )
  }
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`)
}
