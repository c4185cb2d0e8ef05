import './menu.css'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Fragment } from 'react'
import { Keys } from './keys.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly keys?: string
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly checked?: boolean
  /** A hairline stands above it. */
  readonly apart?: boolean
  run(): void
}

interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

/** A menu under its button. Not modal: a modal one would inject a style element, which the policy forbids. */
export function Menu({ label, items, children, align = 'start' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} aria-label={label}>
          <MenuItems items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

interface MenuAtProps {
  readonly label: string
  readonly at: { readonly x: number; readonly y: number }
  readonly items: readonly MenuItem[]
  onClose(): void
}

/** A menu at a point of the window: a context menu. */
export function MenuAt({ label, at, items, onClose }: MenuAtProps) {
  return (
    <DropdownMenu.Root
      modal={false}
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <DropdownMenu.Trigger asChild>
        <span className="menu-anchor" style={{ left: at.x, top: at.y }} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={0} aria-label={label}>
          <MenuItems items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function MenuItems({ items }: { readonly items: readonly MenuItem[] }) {
  return items.map((item) => (
    <Fragment key={item.label}>
      {item.apart === true ? <DropdownMenu.Separator className="menu-line" /> : null}
      <DropdownMenu.Item
        className={`menu-item ${item.danger === true ? 'menu-item-danger' : ''}`}
        disabled={item.disabled ?? false}
        onSelect={() => item.run()}
      >
        <span className="menu-icon">{item.icon}</span>
        <span className="menu-label">{item.label}</span>
        {item.checked === true ? <span className="menu-on">on</span> : null}
        {item.keys === undefined ? null : <Keys keys={item.keys} />}
      </DropdownMenu.Item>
    </Fragment>
  ))
}
