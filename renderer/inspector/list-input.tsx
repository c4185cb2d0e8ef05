import { Plus, X } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { Button, IconButton } from '../ui/button.tsx'

interface ListInputProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly invalid: boolean
  readonly item: string
  readonly value: unknown
  onChange(value: readonly string[]): void
  onSettle(): void
}

/** A list of texts, one a row. Enter adds a row below, Backspace in an empty one takes it away. */
export function ListInput({ id, invalid, item, value, onChange, onSettle, ...rest }: ListInputProps) {
  const box = useRef<HTMLDivElement>(null)
  const rows = Array.isArray(value) ? value.map(String) : []
  const focusRow = (at: number): void => {
    requestAnimationFrame(() => box.current?.querySelectorAll('input')[at]?.focus())
  }
  const insert = (at: number): void => {
    onSettle()
    onChange([...rows.slice(0, at), '', ...rows.slice(at)])
    focusRow(at)
  }
  const take = (at: number): void => {
    onSettle()
    onChange(rows.filter((_, other) => other !== at))
    focusRow(Math.max(0, at - 1))
  }
  const onKeyDown = (event: KeyboardEvent, at: number): void => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      insert(at + 1)
    } else if (event.key === 'Backspace' && rows[at] === '') {
      event.preventDefault()
      take(at)
    }
  }
  return (
    <div className="list-field" ref={box}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
        <div className="list-row" key={at}>
          <input
            {...rest}
            id={at === 0 ? id : undefined}
            aria-label={at === 0 ? undefined : `${item} ${at + 1}`}
            aria-invalid={invalid}
            className="input input-data"
            value={row}
            spellCheck={false}
            onChange={(event) =>
              onChange(rows.map((old, other) => (other === at ? event.currentTarget.value : old)))
            }
            onKeyDown={(event) => onKeyDown(event, at)}
            onBlur={onSettle}
          />
          <IconButton label={`Remove ${item} ${at + 1}`} onClick={() => take(at)}>
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        look="quiet"
        className="add-row"
        icon={<Plus />}
        {...(rows.length === 0 ? { id } : {})}
        onClick={() => insert(rows.length)}
      >
        Add {article(item)} {item}
      </Button>
    </div>
  )
}

export function article(word: string): string {
  return /^[aeiou]/i.test(word) ? 'an' : 'a'
}
