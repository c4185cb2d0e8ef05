import type { HostClient } from '../../../shared/api/client.ts'
import { type Answer, HostError, type Params } from '../../../shared/api/contract.ts'
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
import { goOn } from '../go-on.ts'
import { act } from '../homes.ts'
import { readObject } from '../input-option.ts'
import { steadyCalls } from '../steady-calls.ts'

const ANSWERS: readonly Answer[] = [
  ...(['approve', 'reject', 'edit', 'revise', 'reassign'] as const),
  ...(['always', 'answer', 'happened', 'not-happened', 'failed'] as const),
]

export const decideCommand: Command = {
  name: 'decide',
  summary: 'Answers what a run asks: a gate, a tool call, an agent, or whether something happened',
  positionals: ['RUN', 'ASK', 'ANSWER'],
  options: {
    shown: { type: 'string' },
    comment: { type: 'string' },
    edit: { type: 'string' },
    as: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    ...JSON_OPTION,
    ...HOME_OPTION,
  },
  meanings: {
    shown: 'DIGEST: of what you have seen, as `synod show RUN` prints it; another one is refused',
    comment: 'TEXT: kept with the answer; what the worker gets with revise, and the agent with answer',
    edit: 'JSON|@FILE: with edit, new values of fields of what is approved',
    as: 'NAME: who answers, where a gate asks for people by name (default: your account)',
    to: 'NAME: with reassign, who is to be asked instead',
    from: 'NAME: with reassign, whose part is handed on',
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
  if (answer === undefined) throw wrong(`the answer is one of ${ANSWERS.join(', ')}, not "${typed}"`)
  const shown = given.text('shown')
  // Handing a question on decides nothing.
  if (shown === undefined && answer !== 'reassign')
    throw wrong(`--shown is missing: it takes the digest that synod show ${run} prints`)
  const edit = given.text('edit')
  if ((edit !== undefined) !== (answer === 'edit'))
    throw wrong(edit === undefined ? 'edit needs --edit with the new values' : '--edit goes with edit alone')
  if ((given.text('to') !== undefined) !== (answer === 'reassign'))
    throw wrong(answer === 'reassign' ? 'reassign needs --to NAME' : '--to goes with reassign alone')
  if (answer === 'answer' && (given.text('comment') ?? '').trim() === '')
    throw wrong('answer needs --comment: it is the answer')
  return {
    ...{ run, ask, answer, shown: shown ?? '', comment: given.text('comment') ?? '' },
    ...(edit === undefined ? {} : { edit: readObject('edit', edit) }),
    ...named(given, 'as'),
    ...named(given, 'to'),
    ...named(given, 'from'),
  }
}

function named(given: Given, option: 'as' | 'to' | 'from'): { readonly [option: string]: string } {
  const value = given.text(option)
  return value === undefined ? {} : { [option]: value }
}

function wrong(message: string): HostError {
  return new HostError({ code: 'bad-input', message: `decide: ${message}` })
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
