import { lstatSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** What people keep in their home that no command has any business with: keys, tokens, cookies, histories. */
const PRIVATE = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.npmrc',
  '.yarnrc.yml',
  '.netrc',
  '.pypirc',
  '.pgpass',
  '.my.cnf',
  '.vault-token',
  '.git-credentials',
  '.gitconfig',
  '.password-store',
  '.terraform.d',
  '.cargo/credentials',
  '.cargo/credentials.toml',
  '.gem/credentials',
  '.m2/settings.xml',
  '.gradle/gradle.properties',
  '.config/git',
  '.config/gh',
  '.config/glab-cli',
  '.config/hub',
  '.config/gcloud',
  '.config/op',
  '.config/rclone',
  '.config/anthropic',
  '.config/google-chrome',
  '.config/chromium',
  '.config/BraveSoftware',
  '.config/microsoft-edge',
  '.mozilla',
  '.thunderbird',
  '.local/share/keyrings',
  '.local/share/kwalletd',
  '.claude',
  '.claude.json',
  '.codex',
  '.gemini',
  '.bash_history',
  '.zsh_history',
  '.psql_history',
  '.python_history',
  '.node_repl_history',
  'Library/Keychains',
  'Library/Cookies',
  'Library/Application Support/Google/Chrome',
  'Library/Application Support/Firefox',
] as const

/** The private places of whoever runs Synod, each at the end of its links: hiding a link hides nothing. */
export function privatePlaces(
  homes: readonly string[] = [homedir(), process.env['HOME'] ?? ''],
): readonly string[] {
  const found = homes.filter((home) => home !== '').flatMap((home) => PRIVATE.map((name) => join(home, name)))
  return [...new Set(found.flatMap(existing))]
}

function existing(path: string): readonly string[] {
  try {
    lstatSync(path)
    return [realpathSync(path)]
  } catch {
    return []
  }
}
