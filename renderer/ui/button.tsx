import './button.css'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Keys } from './keys.tsx'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  /** One primary button a surface; `danger` is for Stop and Reject only. */
  readonly look?: 'primary' | 'outline' | 'quiet' | 'danger'
  readonly size?: 'control' | 'decision'
  readonly icon?: ReactNode
  /** Shown beside the words, such as "Ctrl Enter". */
  readonly keys?: string
  readonly submit?: boolean
}

export function Button(props: ButtonProps) {
  const { look = 'outline', size = 'control', icon, keys, submit, children, className = '', ...rest } = props
  return (
    <button
      {...rest}
      type={submit === true ? 'submit' : 'button'}
      className={`button button-${look} button-${size} ${className}`}
    >
      {icon}
      {children}
      {keys === undefined ? null : <Keys keys={keys} />}
    </button>
  )
}

interface IconButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'title' | 'aria-label'> {
  /** What it does; spoken, and shown on hover. */
  readonly label: string
  readonly keys?: string
  readonly framed?: boolean
  readonly pressed?: boolean
}

export function IconButton(props: IconButtonProps) {
  const { label, keys, framed = false, pressed, className = '', children, ...rest } = props
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      title={keys === undefined ? label : `${label} (${keys})`}
      className={`icon-button ${framed ? 'icon-button-framed' : ''} ${className}`}
    >
      {children}
    </button>
  )
}
