import type { AskSummary } from './contract.ts'

/** What a desktop notification says of a question. */
export interface Notice {
  /** One notification a question, however often it is told. */
  readonly key: string
  readonly run: string
  readonly ask: string
  readonly title: string
  readonly body: string
}

const TITLES: Readonly<Record<AskSummary['type'], string>> = {
  gate: 'waits for you',
  doubt: 'does not know whether it happened',
  tool: 'asks before it runs a tool',
  question: 'asks you something',
  letter: 'could not take a message',
}

function noticeOf({ run, ask, type, nodeName, runName, question }: AskSummary): Notice {
  return {
    key: `${run} ${ask}`,
    ...{ run, ask },
    title: `${nodeName} ${TITLES[type]}`,
    body: `${question}\n${runName}`,
  }
}

/** Notices of questions that were not there before, and what is there now. */
export function newNotices(
  known: ReadonlySet<string>,
  asks: readonly AskSummary[],
): { readonly notices: readonly Notice[]; readonly now: ReadonlySet<string> } {
  const all = asks.map(noticeOf)
  return {
    notices: all.filter((notice) => !known.has(notice.key)),
    now: new Set(all.map((notice) => notice.key)),
  }
}
