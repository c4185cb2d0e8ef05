import { HostError, type Params } from '../../../shared/api/contract.ts'
import {
  type Command,
  EXIT,
  type Given,
  HOME_MEANING,
  HOME_OPTION,
  JSON_MEANING,
  JSON_OPTION,
} from '../command.ts'
import { findRun } from '../find-run.ts'
import { goOn } from '../go-on.ts'
import { act } from '../homes.ts'
import { readObject } from '../input-option.ts'
import { steadyCalls } from '../steady-calls.ts'

export const letterCommand: Command = {
  name: 'letter',
  summary: 'Sends a dead letter again, changed or not, or drops it',
  positionals: ['RUN', 'LETTER', 'ANSWER'],
  options: {
    edit: { type: 'string' },
    comment: { type: 'string' },
    as: { type: 'string' },
    ...JSON_OPTION,
    ...HOME_OPTION,
  },
  meanings: {
    edit: 'JSON|@FILE: with resend, new values of fields of the message',
    comment: 'TEXT: kept in the audit trail',
    as: 'NAME: who says so (default: your account)',
    ...JSON_MEANING,
    ...HOME_MEANING,
  },
  run: (given, terminal) => {
    const params = paramsOf(given)
    return act(given, terminal, async (home) => {
      const calls = steadyCalls(home)
      const { run } = await findRun(calls, params.run)
      await calls.call('letter.settle', { ...params, run })
      const { letter, answer } = params
      terminal.say(`${letter}: ${answer}`)
      if ((await home.now()).owned !== null) await goOn(home, run, terminal)
      if (given.flag('json')) terminal.print(JSON.stringify({ run, letter, answer }))
      return EXIT.done
    })
  },
}

function paramsOf(given: Given): Params<'letter.settle'> {
  const [run = '', letter = '', answer = ''] = given.positionals
  if (answer !== 'resend' && answer !== 'discard')
    throw wrong(`the answer is one of resend, discard, not "${answer}"`)
  const [edit, as] = [given.text('edit'), given.text('as')]
  if (edit !== undefined && answer !== 'resend') throw wrong('--edit goes with resend alone')
  return {
    ...{ run, letter, answer, comment: given.text('comment') ?? '' },
    ...(edit === undefined ? {} : { edit: readObject('edit', edit) }),
    ...(as === undefined ? {} : { as }),
  }
}

function wrong(message: string): HostError {
  return new HostError({ code: 'bad-input', message: `letter: ${message}` })
}
