import type { HostClient } from '../../../shared/api/client.ts'
import { HostError, type Params } from '../../../shared/api/contract.ts'
import type { KeptHome } from '../../host/keep-home.ts'
import {
  type Command,
  EXIT,
  type Given,
  HOME_MEANING,
  HOME_OPTION,
  JSON_MEANING,
  JSON_OPTION,
} from '../command.ts'
import { findRun, isOver } from '../find-run.ts'
import { followRun } from '../follow-run.ts'
import { act } from '../homes.ts'
import { steadyCalls } from '../steady-calls.ts'
import type { Terminal } from '../terminal.ts'

const ANSWERS = ['approve', 'reject', 'happened', 'not-happened', 'failed'] as const

export const decideCommand: Command = {
  name: 'decide',
  summary: 'Answers what a run asks: a gate, or whether something happened',
  positionals: ['RUN', 'ASK', 'ANSWER'],
  options: { shown: { type: 'string' }, comment: { type: 'string' }, ...JSON_OPTION, ...HOME_OPTION },
  meanings: {
    shown: 'DIGEST: of what you have seen, as `synod show RUN` prints it; another one is refused',
    comment: 'TEXT: kept with the answer',
    ...JSON_MEANING,
    ...HOME_MEANING,
  },
  run: (given, terminal) => {
    const params = paramsOf(given)
    return act(given, terminal, async (home) => {
      const calls = steadyCalls(home)
      const found = await findRun(calls, params.run)
      const { run } = found
      const { client, owned } = await home.now()
      if (owned !== null && !isOver(found)) await waitForAsk(client, run, params.ask)
      await calls.call('ask.decide', { ...params, run })
      terminal.say(`${params.ask}: ${params.answer}`)
      if ((await home.now()).owned !== null) await goOn(home, run, terminal)
      if (given.flag('json')) terminal.print(JSON.stringify({ run, ask: params.ask, answer: params.answer }))
      return EXIT.done
    })
  },
}

function paramsOf(given: Given): Params<'ask.decide'> {
  const [run = '', ask = '', typed = ''] = given.positionals
  const answer = ANSWERS.find((one) => one === typed)
  if (answer === undefined) {
    throw new HostError({
      code: 'bad-input',
      message: `decide: the answer is one of ${ANSWERS.join(', ')}, not "${typed}"`,
    })
  }
  const shown = given.text('shown')
  if (shown === undefined) {
    throw new HostError({
      code: 'bad-input',
      message: `decide: --shown is missing: it takes the digest that synod show ${run} prints`,
    })
  }
  return { run, ask, answer, shown, comment: given.text('comment') ?? '' }
}

const PROBE_MS = 5_000

/** A home that was just opened may still be finding out what is in doubt. */
async function waitForAsk(client: HostClient, run: string, ask: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => end(), PROBE_MS)
    const unfollow = client.follow(
      'inbox',
      {},
      (events) => {
        const asks = events.at(-1)?.asks ?? []
        if (asks.some((one) => one.run === run && (one.ask === ask || one.node === ask))) end()
      },
      () => end(),
    )
    function end(): void {
      clearTimeout(late)
      unfollow()
      resolve()
    }
  })
}

/** Nobody else drives the run: this process does, until it ends or rests. */
async function goOn(home: KeptHome, run: string, terminal: Terminal): Promise<void> {
  const { summary } = await steadyCalls(home).call('run.get', { run })
  const until = ['waiting', 'doubt', 'paused'] as const
  const followed = await followRun(home, run, terminal, { until, after: summary.seq })
  if (followed.type === 'stopped') terminal.say(`Run ${run}: ${followed.summary.status}`)
}
