import { execa } from 'execa'

/**
 * Git reads the system, the user, the environment and the repository before it does anything; here only the
 * arguments count. Hooks and file monitors are programs, and whoever wrote the repository must not choose them.
 */
const QUIET = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.quotePath=false',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
  'protocol.file.allow=always',
  'submodule.recurse=false',
  'status.submoduleSummary=false',
  // The person chose this folder; who owns it is theirs to know.
  'safe.directory=*',
  // What the journal names must outlive a power cut, as the journal does.
  'core.fsync=committed,loose-object,reference',
  'core.fsyncMethod=batch',
]
/** In Synod's own clones; the user's checkout has its own. */
const EXACT = ['core.autocrlf=false', 'core.fileMode=true']
const NOWHERE = '/dev/null'

export interface GitOptions {
  readonly gitDir?: string
  readonly workTree?: string
  readonly index?: string
  readonly cwd?: string
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  /** Settings of this call alone. */
  readonly settings?: readonly string[]
  /** The user's own checkout is read with the user's own settings: what is ignored, and how lines end. */
  readonly asUser?: boolean
  /** Exit codes that are answers; 0 alone by default. */
  readonly accept?: readonly number[]
  readonly signal?: AbortSignal
}

export interface GitAnswer {
  readonly exit: number
  /** Every byte as one character, so that any file name survives. */
  readonly bytes: string
  readonly text: string
}

/** Git could not do it; the message is git's own first reason. */
export class GitError extends Error {
  readonly command: string
  constructor(command: string, reason: string) {
    super(reason)
    this.name = 'GitError'
    this.command = command
  }
}

function environment(options: GitOptions): Record<string, string> {
  const kept = [
    'PATH',
    'SystemRoot',
    'TEMP',
    'TMP',
    ...(options.asUser ? ['HOME', 'USERPROFILE', 'XDG_CONFIG_HOME'] : []),
  ]
  const env: Record<string, string> = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }
  for (const name of kept) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  if (!options.asUser) {
    // Without these git would still read the ignore and attribute files of whoever runs it.
    Object.assign(env, { HOME: NOWHERE, XDG_CONFIG_HOME: NOWHERE, GIT_ATTR_NOSYSTEM: '1' })
    Object.assign(env, { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: NOWHERE })
  }
  if (options.index !== undefined) env['GIT_INDEX_FILE'] = options.index
  return { ...env, GIT_NO_REPLACE_OBJECTS: '1', ...options.env }
}

/** Runs git to its end. Throws `GitError` when it ends in a way that `accept` does not list. */
export async function git(args: readonly string[], options: GitOptions = {}): Promise<GitAnswer> {
  const settings = [...QUIET, ...(options.asUser ? [] : EXACT), ...(options.settings ?? [])]
  const place = [
    ...(options.gitDir === undefined ? [] : [`--git-dir=${options.gitDir}`]),
    ...(options.workTree === undefined ? [] : [`--work-tree=${options.workTree}`]),
  ]
  const done = await execa('git', [...settings.flatMap((setting) => ['-c', setting]), ...place, ...args], {
    cwd: options.cwd ?? options.workTree ?? options.gitDir ?? '/',
    env: environment(options),
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    input: options.input ?? '',
    maxBuffer: 256 * 1024 * 1024,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  })
  const command = args.find((arg) => !arg.startsWith('-')) ?? 'git'
  const exit: number | undefined = done.exitCode
  if (exit === undefined) {
    if (done.code === 'ENOENT') throw new GitError(command, 'git was not found: install git 2.38 or newer')
    throw new GitError(command, done.shortMessage ?? 'git did not end')
  }
  if (!(options.accept ?? [0]).includes(exit)) {
    const reason = spoken(Buffer.from(done.stderr).toString('utf8'))
    throw new GitError(command, reason === '' ? `git ${command} ended with ${exit}` : reason)
  }
  const out = Buffer.from(done.stdout)
  return { exit, bytes: out.toString('latin1'), text: out.toString('utf8') }
}

/** What git gave as its reason: the first line that it marked as such, else the last. */
function spoken(text: string): string {
  const lines = text.trim().split('\n')
  const line = lines.find((one) => /^(fatal|error): /.test(one)) ?? lines.at(-1) ?? ''
  return line.replace(/^(fatal|error): /, '')
}

/** One line of git's answer, such as an object's id. */
export async function gitLine(args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await git(args, options)).text.trimEnd()
}

/** Bytes that git gave as characters, as bytes again. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}
