import './dialog.css'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'

interface DialogProps {
  readonly title: string
  readonly width?: 'small' | 'medium' | 'large'
  /** The title is spoken but not drawn: for a dialog that begins with a search field. */
  readonly bare?: boolean
  onClose(): void
  readonly children: ReactNode
  /** The row of answers at the bottom; `data-autofocus` on an element gives it the focus. */
  readonly answers?: ReactNode
}

/** The platform's modal dialog: it traps focus, closes by Escape and needs no injected styles. */
export function Dialog({ title, width = 'medium', bare = false, onClose, children, answers }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const heading = useId()
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    if (element !== null && !element.open) {
      element.showModal()
      const first = element.querySelector<HTMLElement>('[data-autofocus]') ?? body.current
      first?.focus()
    }
    return () => {
      element?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key for what a click outside does
    <dialog
      ref={dialog}
      className={`dialog dialog-${width} ${bare ? 'dialog-bare' : ''}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose()
      }}
    >
      <div className="dialog-body" ref={body} tabIndex={-1}>
        <div className={bare ? 'visually-hidden' : 'dialog-head'}>
          <h2 id={heading}>{title}</h2>
          {bare ? null : (
            <IconButton label="Close" onClick={onClose}>
              <X />
            </IconButton>
          )}
        </div>
        {children}
        {answers === undefined ? null : <div className="dialog-answers">{answers}</div>}
      </div>
    </dialog>
  )
}
