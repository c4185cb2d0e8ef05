import './tabs.css'
import type { KeyboardEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { Count } from './chip.tsx'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: string
  readonly icon?: ReactNode
  readonly count?: number
}

interface TabsProps<T extends string> {
  /** Names the group of tabs to a screen reader. */
  readonly label: string
  readonly tabs: readonly Tab<T>[]
  readonly value: T
  onChange(value: T): void
  /** What stands at the right end of the row. */
  readonly aside?: ReactNode
}

/** One row of tabs, 32 px high. The panel beneath is the caller's: `TabPanel` gives it its role and name. */
export function Tabs<T extends string>({ label, tabs, value, onChange, aside }: TabsProps<T>) {
  const row = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (next === undefined) return
    onChange(next.value)
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div className="tabs">
      <div className="tabs-row" role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            className="tab"
            data-tab={tab.value}
            aria-selected={tab.value === value}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.icon}
            {tab.label}
            {tab.count === undefined || tab.count === 0 ? null : <Count>{tab.count}</Count>}
          </button>
        ))}
      </div>
      {aside === undefined ? null : <div className="tabs-aside">{aside}</div>}
    </div>
  )
}

interface TabPanelProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

export function TabPanel({ label, className = '', children }: TabPanelProps) {
  return (
    <div role="tabpanel" aria-label={label} className={`tab-panel ${className}`}>
      {children}
    </div>
  )
}
