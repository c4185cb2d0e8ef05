import { create } from 'zustand'
import { readStored, store } from './stored.ts'

export type ThemeChoice = 'system' | 'light' | 'dark'
export type Theme = 'light' | 'dark'

interface Themed {
  readonly choice: ThemeChoice
  readonly theme: Theme
}

/** Read by theme-before-paint.js too. */
const KEY = 'synod.theme'
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

function themeOf(choice: ThemeChoice): Theme {
  if (choice === 'system') return prefersDark.matches ? 'dark' : 'light'
  return choice
}

function storedChoice(): ThemeChoice {
  const stored = readStored(KEY)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

export const useTheme = create<Themed>()(() => {
  const choice = storedChoice()
  return { choice, theme: themeOf(choice) }
})

export function chooseTheme(choice: ThemeChoice): void {
  store(KEY, choice)
  show(choice)
}

function show(choice: ThemeChoice): void {
  const theme = themeOf(choice)
  document.documentElement.dataset['theme'] = theme
  useTheme.setState({ choice, theme })
}

prefersDark.addEventListener('change', () => show(useTheme.getState().choice))
