import './diff.css'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AskView } from '../../shared/api/contract.ts'
import { type DiffRow, diffRows } from './diff.ts'

type FileDiff = AskView['shown']['diff'][number]

/** Longer ones are folded at first, so that the card opens at once; nothing is ever left out. */
const LONG_ROWS = 800

/** What changes, file by file, with the line numbers of both sides. */
export function DiffView({ files }: { readonly files: readonly FileDiff[] }) {
  return (
    <div className="diff">
      {files.map((file) => (
        <FileView key={file.file} file={file} />
      ))}
    </div>
  )
}

function FileView({ file }: { readonly file: FileDiff }) {
  const rows = useMemo(() => diffRows(file.patch), [file.patch])
  const [open, setOpen] = useState(rows.length <= LONG_ROWS)
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <section aria-label={file.file}>
      <button type="button" className="diff-file" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={13} />
        <span className="ellipsis">{file.file}</span>
        <span className="diff-counts">
          {file.added > 0 ? <span className="diff-added">+{file.added}</span> : null}
          {file.removed > 0 ? <span className="diff-removed">−{file.removed}</span> : null}
        </span>
      </button>
      {open ? (
        <table className="diff-rows">
          <thead className="visually-hidden">
            <tr>
              <th scope="col">Line before</th>
              <th scope="col">Line after</th>
              <th scope="col">Change</th>
              <th scope="col">Text</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a patch never move
              <RowView key={at} row={row} />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  )
}

const SIGNS = { add: '+', del: '−', same: '' } as const

function RowView({ row }: { readonly row: DiffRow }) {
  if (row.type === 'gap' || row.type === 'note') {
    return (
      <tr className="diff-gap">
        <td colSpan={4}>
          {row.type === 'note' ? row.text : `${row.lines} ${row.lines === 1 ? 'line' : 'lines'} the same`}
        </td>
      </tr>
    )
  }
  return (
    <tr className={`diff-${row.type}`}>
      <td className="diff-number">{row.before ?? ''}</td>
      <td className="diff-number">{row.after ?? ''}</td>
      <td className="diff-sign">{SIGNS[row.type]}</td>
      <td className="diff-text">{row.text}</td>
    </tr>
  )
}
