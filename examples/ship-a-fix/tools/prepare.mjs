// Makes a repository of minimist and a bare production repository whose hook asks for an approval.
// Exit 0: both are there (made now or before). 2: bad arguments, a foreign folder, or no package.
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { readArguments, run, Stop, say } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'
import { git, tryGit } from './lib/git.mjs'
import { packageFolder } from './lib/package-source.mjs'
import { isGuarded, makeProduction } from './lib/production.mjs'

const usage = 'prepare.mjs --base VERSION --into DIR'
// Fixed names and dates make the commit id a function of the package's files.
const author = {
  GIT_AUTHOR_NAME: 'Synod',
  GIT_AUTHOR_EMAIL: 'synod@localhost',
  GIT_AUTHOR_DATE: '2020-01-01T00:00:00Z',
  GIT_COMMITTER_NAME: 'Synod',
  GIT_COMMITTER_EMAIL: 'synod@localhost',
  GIT_COMMITTER_DATE: '2020-01-01T00:00:00Z',
}

await run(() => {
  const { base, into } = readArguments(usage, [], { base: undefined, into: undefined })
  const place = places(resolve(into))
  count('prepare')
  const finished = read(place.finished)
  if (finished) return answerFor(finished, base, place)
  const source = packageFolder(base)
  claim(place)
  const temporary = mkdtempSync(join(place.folder, '.preparing-'))
  try {
    const commit = makeWork(source, join(temporary, 'work'), base)
    publish(join(temporary, 'work'), place.work, (work) => headOf(work) === commit)
    makeProduction(place.work, join(temporary, 'production.git'), place.production)
    publish(join(temporary, 'production.git'), place.production, (made) => isGuarded(made, commit))
    const answer = { repository: place.work, production: place.production, commit, version: base }
    const written = join(temporary, 'finished')
    writeFileSync(written, `${JSON.stringify(answer, null, 2)}\n`, { flush: true })
    renameSync(written, place.finished)
    return answer
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
})

function places(folder) {
  return {
    folder,
    work: join(folder, 'work'),
    production: join(folder, 'production.git'),
    begun: join(folder, '.synod-preparing'),
    finished: join(folder, 'prepared.json'),
  }
}

function read(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

function answerFor(finished, base, place) {
  if (finished.version !== base) {
    throw new Stop(
      2,
      `${place.folder} was prepared from ${finished.version}, not ${base}. Give another --into.`,
    )
  }
  for (const path of [place.work, place.production]) {
    if (!existsSync(path)) throw new Stop(2, `${path} is gone. Remove ${place.folder} and prepare it again.`)
  }
  return { ...finished, repository: place.work, production: place.production }
}

// Only a folder that this tool began may be emptied again: any other that holds something is
// somebody's, even when its names are the same.
function claim(place) {
  mkdirSync(place.folder, { recursive: true })
  if (existsSync(place.begun)) say(`${place.folder} was left half made; making it again`)
  else if (readdirSync(place.folder).length > 0) {
    throw new Stop(2, `${place.folder} already holds other files. Give --into an empty or new folder.`)
  } else writeFileSync(place.begun, '', { flush: true })
  for (const entry of readdirSync(place.folder)) {
    if (entry.startsWith('.preparing-')) rmSync(join(place.folder, entry), { recursive: true, force: true })
  }
}

function makeWork(source, work, version) {
  const files = (path) => !path.slice(source.length).split(sep).includes('node_modules')
  cpSync(source, work, { recursive: true, filter: files })
  // How a package was unpacked must not show in the commit: no file of it is a program.
  for (const entry of readdirSync(work, { recursive: true })) {
    if (lstatSync(join(work, entry)).isFile()) chmodSync(join(work, entry), 0o644)
  }
  git(work, ['init', '--quiet', '--template=', '--initial-branch=main', '--object-format=sha1'])
  git(work, ['add', '--all', '--force'])
  git(work, ['commit', '--quiet', '--message', `minimist ${version} as published`], { env: author })
  return git(work, ['rev-parse', 'HEAD'])
}

function headOf(work) {
  if (!existsSync(join(work, '.git'))) return undefined
  return tryGit(work, ['rev-parse', '--verify', '--quiet', 'HEAD']).stdout.trim()
}

// A rename makes each repository appear whole and never replaces what holds something. One that is
// there already and whole stays: another process, perhaps one that outlived its host, made the same.
function publish(made, target, isWhole) {
  try {
    renameSync(made, target)
  } catch {
    if (isWhole(target)) return
    rmSync(target, { recursive: true, force: true })
    renameSync(made, target)
  }
}
