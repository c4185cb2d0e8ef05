import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { removeFolder, scratchFolder } from '../harness/places.ts'

const run = promisify(execFile)

/** Enough for every size here; pan says so if it was not. */
const MAX_DEPTH = 10_000
const FLAGS = ['-O2', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=16000']

export interface Verified {
  readonly distinct: number
  readonly generated: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly mib: number
}

/** Null where Spin and a compiler are there, or could be installed; else why not. */
export async function missingSpin(say: (text: string) => void): Promise<string | null> {
  if (await isThere()) return null
  if (process.getuid?.() !== 0) return 'needs the packages spin and gcc: apt-get install spin gcc'
  say('Installing spin and gcc for comparison (once)')
  try {
    await run('apt-get', ['install', '-y', 'spin', 'gcc'], { timeout: 300_000 })
  } catch (error) {
    return `apt-get install spin gcc: ${(error as Error).message.trim().split('\n').at(-1)}`
  }
  return (await isThere()) ? null : 'spin and gcc are installed, but not found'
}

async function isThere(): Promise<boolean> {
  try {
    await run('spin', ['-V'])
    await run('gcc', ['--version'])
    return true
  } catch {
    return false
  }
}

export async function spinVersion(): Promise<string> {
  const { stdout } = await run('spin', ['-V'])
  return `${stdout.trim()}, gcc ${FLAGS.slice(0, 3).join(' ')}`
}

/** Two-phase commit, the same actions on the same variables: every option is one step of one process. */
function promelaOf(managers: number): string {
  const all = Array.from({ length: managers }, (_, manager) => manager)
  return [
    `byte rm[${managers}]; byte seen[${managers}]; byte sent[${managers}]; byte tm; byte commit; byte abort;`,
    'init { do',
    `:: d_step { tm == 0 && ${all.map((manager) => `seen[${manager}]`).join(' && ')} -> tm = 1; commit = 1 }`,
    ':: d_step { tm == 0 -> tm = 2; abort = 1 }',
    ...all.flatMap((manager) => [
      `:: d_step { tm == 0 && sent[${manager}] -> seen[${manager}] = 1 }`,
      `:: d_step { rm[${manager}] == 0 -> rm[${manager}] = 1; sent[${manager}] = 1 }`,
      `:: d_step { rm[${manager}] == 0 -> rm[${manager}] = 3 }`,
      `:: d_step { commit -> rm[${manager}] = 2 }`,
      `:: d_step { abort -> rm[${manager}] = 3 }`,
    ]),
    'od }',
    '',
  ].join('\n')
}

/** Makes and compiles a verifier of one size; its runs begin anew each time. */
export class Verifier {
  private readonly folder: string
  private readonly slots: number

  private constructor(folder: string, slots: number) {
    this.folder = folder
    this.slots = slots
  }

  /** Its hash table is given twice as many slots as there are states, as one would who knows. */
  static async make(managers: number, distinct: number): Promise<Verifier> {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'model.pml'), promelaOf(managers))
    await run('spin', ['-a', 'model.pml'], { cwd: folder })
    await run('gcc', [...FLAGS, '-o', 'pan', 'pan.c'], { cwd: folder })
    return new Verifier(folder, Math.ceil(Math.log2(distinct)) + 1)
  }

  async run(): Promise<Verified> {
    const command = `./pan -m${MAX_DEPTH} -w${this.slots} -n && times`
    const { stdout } = await run('sh', ['-c', command], { cwd: this.folder })
    if (/max search depth too small/.test(stdout) || !/errors: 0/.test(stdout))
      throw new Error(`pan did not end well: ${stdout.trim().split('\n')[0]}`)
    return {
      distinct: figure(stdout, /([\d.e+]+) states, stored/),
      generated: figure(stdout, /([\d.e+]+) transitions/),
      seconds: figure(stdout, /elapsed time ([\d.]+) seconds/),
      cpuSeconds: childSeconds(stdout),
      mib: figure(stdout, /([\d.]+)\s+total actual memory usage/),
    }
  }

  remove(): void {
    removeFolder(this.folder)
  }
}

function figure(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)
  if (found === null) throw new Error(`pan did not print ${pattern.source}`)
  return Number(found[1])
}

/** What `times` tells of children: user and system time, `0m1.25s 0m0.03s` on the last line. */
function childSeconds(text: string): number {
  const last = text.trim().split('\n').at(-1) ?? ''
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  )
}
