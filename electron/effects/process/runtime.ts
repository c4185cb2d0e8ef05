import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { SandboxManager } from '@anthropic-ai/sandbox-runtime'
import type { Command, Confinement, Launch, Sandbox } from './sandbox.ts'

/**
 * The sandbox runtime, for what bubblewrap alone cannot do: reach some hosts and no others (through the runtime's
 * proxies), and macOS. It is one object for the whole process, so the hosts of one command are registered under a
 * secret id of that command, and everything else is closed.
 */
export function createRuntimeSandbox(): Sandbox {
  let ready: Promise<void> | null = null
  const begin = async (): Promise<void> => {
    await SandboxManager.initialize({
      network: { allowedDomains: [], deniedDomains: [] },
      filesystem: { denyRead: [], allowWrite: [], denyWrite: [] },
      mandatoryDenySearchDepth: 1,
    })
  }
  return {
    name: 'sandbox runtime',
    async wrap(command, confinement) {
      // What failed to start may start another time: a port was taken, a program was not installed yet.
      ready ??= begin().catch((thrown: unknown) => {
        ready = null
        throw thrown
      })
      await ready
      return wrapOne(command, confinement)
    },
  }
}

async function wrapOne(command: Command, confinement: Confinement): Promise<Launch> {
  const commandId = randomBytes(24).toString('base64url')
  const { hidden, readable, writable, kept, own, sealed, network } = confinement
  const outer = [...writable, ...own]
  // The runtime lays what may be read, and what may not be written, over all that may be written, so both are told
  // to it by the places around a command's own.
  const filesystem = {
    denyRead: [...hidden],
    allowRead: readable.flatMap((path) => around(path, outer)),
    allowWrite: outer,
    denyWrite: [...kept.flatMap((path) => around(path, own)), ...sealed],
  }
  const { argv } = await SandboxManager.wrapWithSandboxArgv(
    shellWords(command),
    undefined,
    { filesystem },
    undefined,
    undefined,
    { commandId },
  )
  const [program, ...args] = argv
  if (program === undefined) throw new Error('the sandbox runtime gave no command')
  SandboxManager.registerCommandNetworkLists(commandId, { allowedDomains: [...network] })
  return {
    ...{ program, args, cwd: command.cwd, env: command.env, inputs: [], status: null },
    release: () => {
      SandboxManager.unregisterCommandNetworkLists(commandId)
      SandboxManager.cleanupAfterCommand()
    },
  }
}

/** A folder without some places in it: itself where none is, else what it holds beside the ways to them. */
function around(path: string, inner: readonly string[]): readonly string[] {
  if (inner.includes(path)) return []
  const within = inner.filter((one) => one.startsWith(`${path}${sep}`))
  if (within.length === 0) return [path]
  return readdirSync(path).flatMap((name) => around(join(path, name), within))
}

/** The runtime takes a shell's line. Every word is quoted whole, so the shell reads nothing in it. */
function shellWords(command: Command): string {
  const temporary = command.env['TMPDIR']
  const settings = temporary === undefined ? [] : [`TMPDIR=${temporary}`]
  const words = ['/usr/bin/env', ...settings, command.program, ...command.args]
  return `exec ${words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}`
}

/** What the runtime still needs on this machine; empty when it can start. */
export function runtimeProblems(): readonly string[] {
  if (!SandboxManager.isSupportedPlatform()) return ['this system has no sandbox that Synod knows']
  return SandboxManager.checkDependencies().errors
}
