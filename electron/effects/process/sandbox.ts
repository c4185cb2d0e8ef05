/** What a command may touch. Paths are absolute and real (no links in them). */
export interface Confinement {
  /** Later ones lie on top of earlier ones, hidden ones beneath them all. */
  readonly hidden: readonly string[]
  /** May be read although they lie in something hidden. */
  readonly readable: readonly string[]
  readonly writable: readonly string[]
  /** Not written although they lie in something writable. */
  readonly kept: readonly string[]
  /** Written although they lie in something kept: the command's own folders. */
  readonly own: readonly string[]
  /** Files and folders within its own that it may not write. */
  readonly sealed: readonly string[]
  /** Hosts that may be reached. */
  readonly network: readonly string[]
}

export interface Command {
  /** Absolute path of the executable. */
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** What is really started. */
export interface Launch extends Command {
  /** Bytes for file descriptors from 3 on. */
  readonly inputs: readonly Uint8Array[]
  /** Descriptor on which bubblewrap tells of the process within; null without one. */
  readonly status: number | null
  /** Called once, when it is over. */
  readonly release: () => void
}

export interface Sandbox {
  readonly name: string
  wrap(command: Command, confinement: Confinement): Promise<Launch>
}

export interface SandboxState {
  readonly available: boolean
  /** One sentence: which sandbox, or why there is none and what to do. */
  readonly reason: string
}

/** A command as it is, for where there is no sandbox. */
export function unconfined(command: Command): Launch {
  return { ...command, inputs: [], status: null, release: () => undefined }
}
