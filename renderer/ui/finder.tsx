import './finder.css'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Keys } from './keys.tsx'

export interface Found {
  readonly id: string
  readonly label: string
  readonly aside?: string
  readonly icon?: ReactNode
  readonly keys?: string
  /** More words by which it is found. */
  readonly words?: string
  run(): void
}

interface FinderProps {
  readonly label: string
  readonly placeholder: string
  readonly groups: readonly { readonly title: string; readonly found: readonly Found[] }[]
  readonly empty?: string
  onEscape?(): void
}

/** A search field over a list: type, move by arrows, take by Enter. */
export function Finder({
  label,
  placeholder,
  groups,
  empty = 'Nothing by that name',
  onEscape,
}: FinderProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || onEscape === undefined) return
    event.preventDefault()
    event.stopPropagation()
    onEscape()
  }
  return (
    <Command label={label} className="finder" onKeyDown={onKeyDown} loop>
      <div className="finder-field">
        <Search size={14} aria-hidden="true" />
        <Command.Input autoFocus data-autofocus placeholder={placeholder} />
      </div>
      <Command.List className="finder-list">
        <Command.Empty className="finder-empty">{empty}</Command.Empty>
        {groups.map((group) =>
          group.found.length === 0 ? null : (
            <Command.Group key={group.title} heading={group.title === '' ? undefined : group.title}>
              {group.found.map((one) => (
                <Command.Item
                  key={one.id}
                  value={`${one.label} ${one.id}`}
                  keywords={[one.aside ?? '', one.words ?? '']}
                  className="finder-item"
                  onSelect={() => one.run()}
                >
                  {one.icon === undefined ? null : <span className="finder-icon">{one.icon}</span>}
                  <span className="finder-label">{one.label}</span>
                  {one.aside === undefined ? null : <span className="finder-aside">{one.aside}</span>}
                  {one.keys === undefined ? null : <Keys keys={one.keys} />}
                </Command.Item>
              ))}
            </Command.Group>
          ),
        )}
      </Command.List>
    </Command>
  )
}
