import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

type Environment = { readonly [name: string]: string | undefined }

/** The home that a command works on: what it was told, else SYNOD_HOME, else the platform's data folder. */
export function homeFolder(told: string | undefined, environment: Environment, platform: string): string {
  const named = told ?? environment['SYNOD_HOME']
  if (named !== undefined && named !== '') return resolve(named)
  return join(dataFolder(environment, platform), platform === 'linux' ? 'synod' : 'Synod')
}

function dataFolder(environment: Environment, platform: string): string {
  if (platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  const xdg = environment['XDG_DATA_HOME']
  // The specification of XDG has relative paths ignored.
  return xdg?.startsWith('/') ? xdg : join(homedir(), '.local', 'share')
}
