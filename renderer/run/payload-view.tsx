import './payload.css'
import { useState } from 'react'
import { fieldsOf, inlineOf, type Payload, type Ref } from '../../shared/topology/payload.ts'
import { sizeText, usePayload } from '../playback/payloads.ts'
import { shortDigest } from '../playback/texts.ts'

/** A payload as its parts; each is fetched when it is opened. A single part is open from the start. */
export function PayloadView({
  payload,
  fresh,
}: {
  readonly payload: Payload
  readonly fresh?: readonly string[]
}) {
  const fields = Object.entries(fieldsOf(payload))
  if (fields.length === 0) return <p className="payload-none">An empty message</p>
  const first = fresh?.[0] ?? (fields.length === 1 ? fields[0]?.[0] : undefined)
  return (
    <ul className="payload">
      {fields.map(([name, value]) => (
        <PayloadField key={name} name={name} value={value} open={name === first} />
      ))}
    </ul>
  )
}

interface FieldProps {
  readonly name: string
  readonly value: Payload
  readonly open: boolean
}

function PayloadField({ name, value, open }: FieldProps) {
  const [shown, show] = useState(open)
  const label = name === 'value' ? 'content' : name
  return (
    <li>
      <button type="button" className="payload-head" aria-expanded={shown} onClick={() => show(!shown)}>
        <span className="payload-name">{label}</span>
        <span className="payload-ref">{typeof value === 'string' ? refText(value) : partsText(value)}</span>
      </button>
      {shown ? <FieldValue value={value} /> : null}
    </li>
  )
}

function FieldValue({ value }: { readonly value: Payload }) {
  if (typeof value === 'string') return <RefContent value={value} />
  return (
    <div className="payload-nested">
      <PayloadView
        payload={
          Array.isArray(value) ? Object.fromEntries(value.map((one, at) => [`${at + 1}`, one])) : value
        }
      />
    </div>
  )
}

/** The content of one ref. It is text, whatever is in it, and is never read as markup. */
export function RefContent({ value }: { readonly value: Ref }) {
  const found = usePayload(value)
  switch (found.state) {
    case 'loading':
      return <p className="payload-none">Reading…</p>
    case 'failed':
      return <p className="payload-problem">{found.problem}</p>
    case 'ready':
      return (
        <div className="payload-content">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{found.text}</pre>
          {found.cut ? <p className="payload-none">The first part of {sizeText(found.size)}</p> : null}
        </div>
      )
  }
}

function refText(ref: Ref): string {
  return inlineOf(ref) === null ? shortDigest(ref) : 'text'
}

function partsText(value: Payload): string {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length
  return `${count} ${count === 1 ? 'part' : 'parts'}`
}
