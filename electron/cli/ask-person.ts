import type { HostClient } from '../../shared/api/client.ts'
import {
  type Answer,
  type AskSummary,
  type AskView,
  HostError,
  type Params,
} from '../../shared/api/contract.ts'
import { askText, howToDecide, howToSettle } from './ask-text.ts'
import type { Terminal } from './terminal.ts'

/** How each answer is asked for at a terminal. Edits and handing on need more room: `synod decide` has it. */
const WORDS: { readonly [answer in Answer]?: { readonly key: string; readonly text: string } } = {
  approve: { key: 'a', text: '[a]pprove' },
  always: { key: 'w', text: 'al[w]ays approve this exact call' },
  reject: { key: 'r', text: '[r]eject' },
  revise: { key: 's', text: '[s]end back' },
  answer: { key: 'a', text: '[a]nswer' },
  happened: { key: 'h', text: '[h]appened' },
  'not-happened': { key: 'n', text: '[n]ot-happened' },
  failed: { key: 'f', text: '[f]ailed' },
}

/** What the comment to these is, since it is more than a comment. */
const SAYS: { readonly [answer in Answer]?: string } = {
  revise: 'What is to be done: ',
  answer: 'Your answer: ',
}

/** Asks whoever sits at the terminal, or tells whoever doesn't how to answer. Ends early when somebody else answers. */
export async function askPerson(
  client: HostClient,
  ask: AskSummary,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { run } = ask
  if (ask.type === 'letter') {
    terminal.say(howToSettle(ask))
    return
  }
  const view = await client.call('ask.view', { run, ask: ask.ask })
  if (view.decision !== null || signal.aborted) return
  if (!terminal.interactive) {
    terminal.say(howToDecide(ask, view))
    return
  }
  terminal.say(`\n${askText(view)}\n`)
  const offered = view.answers.filter((answer) => WORDS[answer] !== undefined)
  const texts = offered.map((answer) => WORDS[answer]?.text).join(', ')
  const question = `${ask.type === 'doubt' ? 'Did it happen? ' : ''}${texts} or [l]ater? `
  for (;;) {
    const typed = (await terminal.ask(question, signal))?.trim().toLowerCase()
    if (signal.aborted) return
    if (typed === undefined || typed === 'l' || typed === 'later') {
      terminal.say(howToDecide(ask, view))
      return
    }
    const answer = offered.find((one) => typed === one || typed === WORDS[one]?.key)
    if (answer === undefined) continue
    const comment = (await terminal.ask(SAYS[answer] ?? 'Comment (may be empty): ', signal)) ?? ''
    if (signal.aborted) return
    if (SAYS[answer] !== undefined && comment.trim() === '') continue
    const as = await whoAnswers(view, terminal, signal)
    if (signal.aborted) return
    await decide(client, { run, ask: ask.ask, answer, shown: view.digest, comment, ...as }, terminal)
    return
  }
}

/** Asked only where more than one person is. */
async function whoAnswers(
  { tally }: AskView,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<{ readonly as?: string }> {
  if (tally === null || (tally.of === 1 && tally.waitsFor.length === 0)) return {}
  const names = tally.waitsFor.length === 0 ? '' : ` (${tally.waitsFor.join(', ')})`
  const name = (await terminal.ask(`Who answers${names}? Empty: your account. `, signal))?.trim() ?? ''
  return name === '' ? {} : { as: name }
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
