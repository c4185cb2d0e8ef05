import { create } from 'zustand'

export interface Notice {
  readonly id: number
  readonly tone: 'done' | 'fail'
  readonly text: string
  /** Problems stay until they are closed; what went well leaves by itself. */
  readonly lasting: boolean
}

interface Notices {
  readonly list: readonly Notice[]
}

const SHOWN_MS = 4000
let last = 0

export const useNotices = create<Notices>()(() => ({ list: [] }))

export function tell(text: string): void {
  const notice = add('done', text, false)
  setTimeout(() => dismiss(notice.id), SHOWN_MS)
}

/** A failure is never toasted away: it stays until someone closes it. */
export function tellProblem(text: string): void {
  add('fail', text, true)
}

function add(tone: Notice['tone'], text: string, lasting: boolean): Notice {
  last += 1
  const notice = { id: last, tone, text, lasting }
  useNotices.setState(({ list }) => ({ list: [...list.filter((one) => one.text !== text), notice] }))
  return notice
}

export function dismiss(id: number): void {
  useNotices.setState(({ list }) => ({ list: list.filter((one) => one.id !== id) }))
}
