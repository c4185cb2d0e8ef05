/** Reads every file of the project once and prints what the rules of scripts/tidy/ find. Exit 1 if anything. */
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkFile } from './tidy/rules.ts'

const ROOT = join(import.meta.dirname, '..')
const TEXT =
  /\.(?:tsx?|mjs|cjs|js|json|css|html|md|ya?ml|sh|svg|txt)$|(?:^|\/)(?:\.npmrc|\.gitignore|run|LICENSE)$/
const MAX_BYTES = 2_000_000
/** Made of wrong snippets, on purpose. */
const SNIPPETS = 'scripts/tidy.test.ts'

/** Tracked files and new ones, so that a rule speaks before the commit. */
function projectFiles(): readonly string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return list.split('\0').filter((path) => TEXT.test(path) && path !== SNIPPETS)
}

function readText(path: string): string | undefined {
  const file = join(ROOT, path)
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat?.isFile() && stat.size <= MAX_BYTES ? readFileSync(file, 'utf8') : undefined
}

function main(): void {
  const files = projectFiles()
  const findings = files.flatMap((path) => {
    const text = readText(path)
    return text === undefined ? [] : checkFile(path, text)
  })
  for (const one of findings) console.log(`${one.path}:${one.line}  ${one.rule}  ${one.message}`)
  console.log(`tidy: ${files.length} files, ${findings.length} findings`)
  if (findings.length > 0) process.exitCode = 1
}

main()
