import { create } from 'zustand'
import type { CheckProgress, CheckSettings, KeptTrace } from '../../shared/api/check.ts'
import type { CheckResult, Counterexample, FaultBudget } from '../../shared/explore/result.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'

export interface Checking {
  readonly phase: 'idle' | 'running' | 'done' | 'failed'
  readonly settings: CheckSettings
  readonly progress: CheckProgress | null
  readonly result: CheckResult | null
  /** Counterexamples that are kept beside the drawing: each is played before anything else. */
  readonly kept: readonly KeptTrace[]
  /** The check that the result is of, as the host knows it. */
  readonly check: string | null
  /** The version of the drawing that the result is of. */
  readonly document: TopologyDocument | null
  /** Why a check could not be made. */
  readonly problem: string | null
  /** The property whose counterexample is on the canvas, or the path of a kept one. */
  readonly shown: string | null
  /** The step of it that was chosen, from 0. */
  readonly step: number
}

const USUAL: CheckSettings = {
  faults: { host: 1, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 },
  timing: 'partial-sync',
  maxStates: 1_000_000,
  exact: false,
}

/** Of a drawing that was not checked yet. */
const NOT_CHECKED = {
  phase: 'idle',
  progress: null,
  result: null,
  kept: [],
  check: null,
  document: null,
  problem: null,
  shown: null,
  step: 0,
} as const satisfies Omit<Checking, 'settings'>

export const useChecking = create<Checking>()(() => ({ settings: USUAL, ...NOT_CHECKED }))

/** Another drawing is open: what was found is not of it. What may go wrong is asked of it as well. */
export function forgetCheck(): void {
  useChecking.setState(NOT_CHECKED)
}

export function setFaults(change: Partial<FaultBudget>): void {
  useChecking.setState(({ settings }) => ({
    settings: { ...settings, faults: { ...settings.faults, ...change } },
  }))
}

export function changeSettings(change: Partial<CheckSettings>): void {
  useChecking.setState(({ settings }) => ({ settings: { ...settings, ...change } }))
}

/** The counterexample that is on the canvas; null when none is. */
export function shownCounterexample({ result, kept, shown }: Checking): Counterexample | null {
  if (shown === null) return null
  return (
    result?.violated.find((one) => one.property === shown) ??
    kept.find((one) => one.path === shown)?.counterexample ??
    null
  )
}
