import type { RehearseSettings } from '../../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../../shared/rehearse/rehearsal.ts'
import { readText } from '../../host/documents.ts'
import { readRehearsal } from '../../host/rehearsable.ts'
import { planFromText } from '../../host/start-run.ts'
import { startRehearsal } from '../../workers/rehearse-thread.ts'
import { wholeNumber } from '../arguments.ts'
import { type Command, EXIT, JSON_MEANING, JSON_OPTION } from '../command.ts'
import { faultsOption } from '../faults-option.ts'
import { createProgress } from '../progress.ts'
import { rehearsalText } from '../rehearsal-text.ts'
import type { Terminal } from '../terminal.ts'

const RUNS = 1000
const MOST_RUNS = 1_000_000
const SEEDS = 2 ** 32 - 1

export const rehearseCommand: Command = {
  name: 'rehearse',
  summary: 'Runs a team many times in virtual time, with stand-ins and faults, and says how it goes',
  positionals: ['FILE'],
  options: {
    seed: { type: 'string' },
    runs: { type: 'string' },
    faults: { type: 'string' },
    replay: { type: 'string' },
    ...JSON_OPTION,
  },
  meanings: {
    seed: 'N: the same seed, the same figures (1)',
    runs: `N: how many runs (${RUNS})`,
    faults: "LIST: such as crash=0.05,drop=0.01 for all nodes and edges; @FILE, or none (the drawing's own)",
    replay: 'SEED: tells one run step by step; with --json its transitions, a line each',
    ...JSON_MEANING,
  },
  run: async (given, terminal) => {
    const [path = ''] = given.positionals
    const text = readText(path)
    const faults = faultsOption(given.text('faults'), planFromText(text, path))
    const seed = wholeNumber(given, 'seed', 0, SEEDS) ?? 1
    const settings = { seed, runs: wholeNumber(given, 'runs', 1, MOST_RUNS) ?? RUNS, faults }
    const sample = wholeNumber(given, 'replay', 0, SEEDS)
    if (sample !== null) return replay(path, text, settings, sample, given.flag('json'), terminal)
    readRehearsal(text, path, { ...settings, runs: 1 })
    return rehearse({ path, text, settings }, given.flag('json'), terminal)
  },
}

async function rehearse(
  request: { readonly path: string; readonly text: string; readonly settings: RehearseSettings },
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const { path, settings } = request
  let spent = 0
  let cancelled = false
  const thread = startRehearsal(request, ({ done, seconds }) => {
    if (terminal.interactive && !json && Math.floor(seconds) > Math.floor(spent))
      terminal.say(`${done} of ${settings.runs} runs`)
    spent = seconds
  })
  const deaf = terminal.onEnd(() => {
    cancelled = true
    thread.cancel()
  })
  try {
    const result: RehearsalResult = await thread.result
    terminal.print(json ? JSON.stringify({ file: path, ...result }) : rehearsalText(path, result, spent))
    if (!cancelled) return EXIT.done
    terminal.say(`synod: stopped after ${result.runs} of ${settings.runs} runs`)
    return EXIT.cancelled
  } finally {
    deaf()
  }
}

function replay(
  path: string,
  text: string,
  settings: RehearseSettings,
  seed: number,
  json: boolean,
  terminal: Terminal,
): number {
  const records = readRehearsal(text, path, { ...settings, runs: 1 }).rehearsal.replay(seed)
  if (json) terminal.print(records.map((record) => JSON.stringify(record)).join('\n'))
  else createProgress(text, 0, (line) => terminal.print(line)).tell(records)
  return EXIT.done
}
