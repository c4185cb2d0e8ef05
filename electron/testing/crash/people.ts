import { type AskSummary, HostError } from '../../../shared/api/contract.ts'
import type { Asks } from '../../host/asks.ts'
import type { Letters } from '../../host/letters.ts'
import { appendLine } from './counted.ts'
import { type Bench, hasActed } from './tool-executor.ts'

/** What people say: by the question's id, else by its node. Who is not named here leaves it open. */
export interface Decisions {
  readonly [ask: string]: {
    readonly answer: 'approve' | 'reject' | 'revise' | 'answer' | 'resend' | 'discard'
    readonly comment?: string
  }
}

/** An answer that somebody was told has been taken. */
export interface Answered {
  readonly ask: string
  readonly answer: string
}

/** People who answer what they are asked as soon as they see it, and say truthfully what has happened. */
export class People {
  private readonly asks: Asks
  private readonly letters: Letters
  private readonly bench: Bench
  private readonly told: { readonly decisions: Decisions; readonly answers: string }
  private readonly answering = new Set<string>()

  /** `answers` is the file of all answers that were taken. */
  constructor(
    asks: Asks,
    letters: Letters,
    bench: Bench,
    told: { readonly decisions: Decisions; readonly answers: string },
  ) {
    this.asks = asks
    this.letters = letters
    this.bench = bench
    this.told = told
  }

  look(): void {
    void this.bench.clock.whileWorking(this.lookThrough())
  }

  private async lookThrough(): Promise<void> {
    const open = [...(await this.asks.inbox()), ...this.letters.inbox()]
    await Promise.all(open.filter(({ ask }) => !this.answering.has(ask)).map((ask) => this.answer(ask)))
  }

  private async answer(summary: AskSummary): Promise<void> {
    const { ask, node, type } = summary
    const { decisions, answers } = this.told
    const decided = decisions[ask] ?? decisions[node]
    const answer = type === 'doubt' ? this.truthOf(summary) : decided?.answer
    if (answer === undefined || this.answering.has(ask)) return
    this.answering.add(ask)
    const { points } = this.bench
    points.reached(`${ask} answering`)
    if (await this.give(summary, answer, decided?.comment ?? '')) {
      appendLine(answers, { ask, answer })
      points.reached(`${ask} answered`)
    }
    this.answering.delete(ask)
    // A gate that asks several people is still open.
    this.look()
  }

  /** False when it was answered a moment ago, by what this person saw before. */
  private async give(
    { run, ask, type }: AskSummary,
    answer: Decisions[string]['answer'] | Truth,
    comment: string,
  ): Promise<boolean> {
    try {
      if (answer === 'resend' || answer === 'discard') {
        await this.letters.settle({ run, letter: ask, answer, comment })
        return true
      }
      const view = await this.asks.view(run, ask)
      const as = type === 'gate' ? (view.tally?.waitsFor[0] ?? `person ${view.votes.length + 1}`) : 'Ann'
      await this.asks.decide({ run, ask, answer, shown: view.digest, comment, as })
      return true
    } catch (error) {
      if (error instanceof HostError && error.body.code === 'conflict') return false
      throw error
    }
  }

  private truthOf({ run, ask }: AskSummary): Truth {
    return hasActed(this.bench.counts, run, ask) ? 'happened' : 'not-happened'
  }
}

type Truth = 'happened' | 'not-happened'
