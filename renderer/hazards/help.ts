import { create } from 'zustand'

/** The pages of docs/hazards, read when one is first opened. */
const pages = import.meta.glob<string>('../../docs/hazards/*.md', { query: '?raw', import: 'default' })

interface HazardHelp {
  /** The rule whose page is open; null when none is. */
  readonly rule: string | null
  readonly text: string | null
}

export const useHazardHelp = create<HazardHelp>()(() => ({ rule: null, text: null }))

export function showHelp(rule: string): void {
  useHazardHelp.setState({ rule, text: null })
  const path = Object.keys(pages).find((one) => one.replace(/^.*\/\d+-/, '') === `${rule}.md`)
  const load = path === undefined ? undefined : pages[path]
  if (load === undefined) {
    useHazardHelp.setState({ text: 'There is no page on this hazard yet.' })
    return
  }
  void load().then((text) => {
    if (useHazardHelp.getState().rule === rule) useHazardHelp.setState({ text })
  })
}

export function closeHelp(): void {
  useHazardHelp.setState({ rule: null, text: null })
}
