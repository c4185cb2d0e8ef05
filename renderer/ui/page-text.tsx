import './page-text.css'
import type { ReactNode } from 'react'

interface Block {
  readonly type: 'heading' | 'text' | 'code' | 'list'
  readonly lines: readonly string[]
}

/** A page of the documentation as elements: headings, paragraphs, lists and code. Never HTML; links are their words. */
export function PageText({ text }: { readonly text: string }) {
  return (
    <div className="page-text">
      {blocksOf(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a page does not change
        <BlockText key={index} block={block} />
      ))}
    </div>
  )
}

function BlockText({ block: { type, lines } }: { readonly block: Block }) {
  if (type === 'code') return <pre>{lines.join('\n')}</pre>
  if (type === 'heading') return <h3>{inline(lines[0] ?? '')}</h3>
  if (type === 'text') return <p>{inline(lines.join(' '))}</p>
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{inline(line)}</li>
      ))}
    </ul>
  )
}

/** The page in blocks; its title is the dialog's own and left out. */
export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  let at = 0
  const take = (more: (line: string) => boolean): string[] => {
    const taken: string[] = []
    while (at < lines.length && more(lines[at] as string)) {
      taken.push(lines[at] as string)
      at += 1
    }
    return taken
  }
  while (at < lines.length) {
    const line = lines[at] as string
    if (line.startsWith('```')) {
      at += 1
      blocks.push({ type: 'code', lines: take((one) => !one.startsWith('```')) })
      at += 1
    } else if (line.startsWith('#')) {
      at += 1
      if (!line.startsWith('# ')) blocks.push({ type: 'heading', lines: [line.replace(/^#+\s*/, '')] })
    } else if (/^[-*] /.test(line)) {
      blocks.push({ type: 'list', lines: joined(take((one) => /^([-*] | {2,}\S)/.test(one))) })
    } else if (line.trim() === '') at += 1
    else blocks.push({ type: 'text', lines: take((one) => one.trim() !== '' && !/^([-*] |#|```)/.test(one)) })
  }
  return blocks
}

/** List items with the lines that continue them. */
function joined(lines: readonly string[]): string[] {
  const items: string[] = []
  for (const line of lines) {
    if (/^[-*] /.test(line)) items.push(line.slice(2))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items
}

const MARKS = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]*\))/

function inline(text: string): ReactNode[] {
  return text.split(MARKS).map((part, index) => {
    const key = `${index}`
    if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>
    if (part.startsWith('**')) return <strong key={key}>{part.slice(2, -2)}</strong>
    if (MARKS.test(part)) return <span key={key}>{part.slice(1, part.indexOf(']('))}</span>
    return part
  })
}
