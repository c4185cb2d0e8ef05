import { create } from 'zustand'
import type { CheckResult } from '../../shared/explore/result.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

/** What the host made of a check of the person's drawing. */
interface Verdict {
  readonly check: string
  readonly passed: boolean
  /** What is missing, a sentence each. */
  readonly left: readonly string[]
  /** The drawing that it is of, and what the check came to. */
  readonly document: TopologyDocument
  readonly result: CheckResult
}

/** In the place of the check that was watched, where somebody tried to mend it first. */
export const TRIED_FIRST = ''

export interface Teaching {
  /** The lesson whose drawing is open; null when none is. */
  readonly lesson: Lesson | null
  /** One way to mend it is shown, to look at, and not the person's own drawing. */
  readonly solution: boolean
  /** It was passed, now or at another time. */
  readonly passed: boolean
  /** The first check that broke what the lesson is about: it was to fail, so it is no try. */
  readonly watched: string | null
  /** How many hints are shown. */
  readonly hints: number
  readonly judging: boolean
  readonly verdict: Verdict | null
  /** Why there is no verdict. */
  readonly problem: string | null
}

/** Of a lesson that was just opened. */
export const UNTRIED = {
  watched: null,
  hints: 0,
  judging: false,
  verdict: null,
  problem: null,
} as const satisfies Partial<Teaching>

export const useTeaching = create<Teaching>()(() => ({
  lesson: null,
  solution: false,
  passed: false,
  ...UNTRIED,
}))
