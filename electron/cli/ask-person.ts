import type { HostClient } from '../../shared/api/client.ts'
import { type AskSummary, HostError, type Params } from '../../shared/api/contract.ts'
import { askText, howToDecide } from './ask-text.ts'
import type { Terminal } from './terminal.ts'

type Answer = Params<'ask.decide'>['answer']

const GATE: { readonly [typed: string]: Answer } = {
  a: 'approve',
  approve: 'approve',
  r: 'reject',
  reject: 'reject',
}
const DOUBT: { readonly [typed: string]: Answer } = {
  h: 'happened',
  happened: 'happened',
  n: 'not-happened',
  'not-happened': 'not-happened',
  f: 'failed',
  failed: 'failed',
}

/** Asks whoever sits at the terminal, or tells whoever doesn't how to answer. Ends early when somebody else answers. */
export async function askPerson(
  client: HostClient,
  ask: AskSummary,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { run } = ask
  const view = await client.call('ask.view', { run, ask: ask.ask })
  if (view.decision !== null || signal.aborted) return
  if (!terminal.interactive) {
    terminal.say(howToDecide(ask, view.digest))
    return
  }
  terminal.say(`\n${askText(view)}\n`)
  const words = ask.type === 'gate' ? GATE : DOUBT
  const question =
    ask.type === 'gate'
      ? '[a]pprove, [r]eject or [l]ater? '
      : 'Did it happen? [h]appened, [n]ot-happened, [f]ailed or [l]ater? '
  for (;;) {
    const typed = (await terminal.ask(question, signal))?.trim().toLowerCase()
    if (signal.aborted) return
    if (typed === undefined || typed === 'l' || typed === 'later') {
      terminal.say(howToDecide(ask, view.digest))
      return
    }
    const answer = Object.hasOwn(words, typed) ? words[typed] : undefined
    if (answer === undefined) continue
    const comment = (await terminal.ask('Comment (may be empty): ', signal)) ?? ''
    if (signal.aborted) return
    await decide(client, { run, ask: ask.ask, answer, shown: view.digest, comment }, terminal)
    return
  }
}

/** What is refused here has been answered or has changed: the run says so, and asks again if it must. */
async function decide(client: HostClient, params: Params<'ask.decide'>, terminal: Terminal): Promise<void> {
  try {
    await client.call('ask.decide', params)
  } catch (error) {
    if (!(error instanceof HostError) || error.body.code === 'unavailable') throw error
    terminal.say(`synod: ${error.message}`)
  }
}
