import { accessSync, constants, lstatSync } from 'node:fs'
import type { Command, Confinement, Launch, Sandbox } from './sandbox.ts'
import { seccompFilter } from './seccomp.ts'

const NAMESPACES = ['--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts']

/**
 * Everything may be read but what is hidden, nothing written but what is named, and the process within has its own
 * process namespace: when its first process ends, the kernel ends every other, however it tried to get away.
 */
export function bubblewrapArguments(command: Command, confinement: Confinement): string[] {
  const { hidden, readable, writable, kept, own, sealed } = confinement
  const bind = (how: string, paths: readonly string[]): string[] => paths.flatMap((path) => [how, path, path])
  return [
    ...[...NAMESPACES, '--unshare-cgroup-try', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session', '--seccomp', '3', '--json-status-fd', '4'],
    ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...hidden.flatMap(hide),
    ...bind('--ro-bind', readable),
    ...bind('--bind', writable),
    ...bind('--ro-bind', kept),
    ...bind('--bind', own),
    ...bind('--ro-bind', sealed),
    ...['--chdir', command.cwd, '--', command.program, ...command.args],
  ]
}

function hide(path: string): readonly string[] {
  const folder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  return folder ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path]
}

/** Bubblewrap called directly; it opens no network, whatever hosts are named. */
export function createBubblewrap(program: string, filter: Buffer): Sandbox {
  return {
    name: 'bubblewrap',
    wrap: (command, confinement): Promise<Launch> =>
      Promise.resolve({
        program,
        args: bubblewrapArguments(command, confinement),
        cwd: '/',
        env: command.env,
        inputs: [filter],
        status: 4,
        release: () => undefined,
      }),
  }
}

export function filterHere(): Buffer | null {
  return seccompFilter(process.arch)
}

/** The first program of this name in the folders of a PATH; null when there is none that may be run. */
export function findProgram(name: string, path: string): string | null {
  for (const folder of path.split(':')) {
    if (!folder.startsWith('/')) continue
    const file = `${folder}/${name}`
    if (isProgram(file)) return file
  }
  return null
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return lstatSync(file).isDirectory() === false
  } catch {
    return false
  }
}
