import './file-dialog.css'
import { ArrowUp, File, FileJson, Folder, GitBranch } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react'
import type { Result } from '../../shared/api/contract.ts'
import type { FileRequest } from '../app/dialogs.ts'
import { getHost } from '../connection/host.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { messageOf } from './files.ts'

type Listing = Result<'files.list'>
type Entry = Listing['entries'][number]

let lastFolder: string | null = null

/** Files and folders of the machine that the host runs on, which may be another than this window's. */
export function FileDialog({ request }: { readonly request: FileRequest }) {
  const { purpose } = request
  const { listing, problem, go } = useListing()
  const [chosen, choose] = useState<Entry | null>(null)
  const [name, setName] = useState(request.name)
  const open = (entry: Entry): void => {
    if (entry.type === 'directory') {
      choose(null)
      void go(entry.path)
    } else if (purpose === 'open') request.settle(entry.path)
    else setName(entry.name)
  }
  const pick = (entry: Entry): void => {
    choose(entry)
    if (purpose === 'save' && entry.type !== 'directory') setName(entry.name)
  }
  const result = resultOf(purpose, listing, chosen, name)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (result !== null) request.settle(result)
  }
  return (
    <Dialog title={request.title} onClose={() => request.settle(null)}>
      <PathBar
        listing={listing}
        go={go}
        openFile={purpose === 'open' ? (path) => request.settle(path) : null}
      />
      <EntryList
        listing={listing}
        problem={problem}
        purpose={purpose}
        chosen={chosen}
        pick={pick}
        open={open}
      />
      <form className="dialog-answers" onSubmit={submit}>
        {purpose === 'save' ? (
          <input
            className="input"
            data-autofocus
            aria-label="Name of the file"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        ) : (
          <span className="file-result data ellipsis">{result ?? hintFor(purpose)}</span>
        )}
        <Button onClick={() => request.settle(null)}>Cancel</Button>
        <Button look="primary" submit disabled={result === null}>
          {purpose === 'save' ? 'Save' : purpose === 'open' ? 'Open' : 'Choose this folder'}
        </Button>
      </form>
    </Dialog>
  )
}

function useListing() {
  const [listing, setListing] = useState<Listing | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const asked = useRef(0)
  /** Whether the folder is shown now. Of several that were asked for the last one counts. */
  const go = useCallback(async (directory: string | null): Promise<boolean> => {
    asked.current += 1
    const turn = asked.current
    try {
      const next = await getHost().call('files.list', { directory })
      if (asked.current !== turn) return false
      lastFolder = next.directory
      setListing(next)
      setProblem(null)
      return true
    } catch (error) {
      if (asked.current === turn) setProblem(messageOf(error))
      return false
    }
  }, [])
  useEffect(() => {
    void go(lastFolder)
  }, [go])
  return { listing, problem, go }
}

function hintFor(purpose: FileRequest['purpose']): string {
  return purpose === 'open' ? 'Choose a .synod.json file' : 'Choose a folder'
}

function resultOf(
  purpose: FileRequest['purpose'],
  listing: Listing | null,
  chosen: Entry | null,
  name: string,
): string | null {
  if (listing === null) return null
  if (purpose === 'open') return chosen !== null && chosen.type !== 'directory' ? chosen.path : null
  if (purpose === 'folder') return chosen?.type === 'directory' ? chosen.path : listing.directory
  const trimmed = name.trim()
  if (trimmed === '' || /[\\/]/.test(trimmed)) return null
  const separator = listing.directory.includes('\\') ? '\\' : '/'
  const folder = listing.directory.endsWith(separator) ? listing.directory : listing.directory + separator
  return folder + (trimmed.endsWith('.json') ? trimmed : `${trimmed}.synod.json`)
}

interface PathBarProps {
  readonly listing: Listing | null
  go(directory: string): Promise<boolean>
  /** What becomes of a topology whose whole path is typed; null where a folder is asked for. */
  readonly openFile: ((path: string) => void) | null
}

function PathBar({ listing, go, openFile }: PathBarProps) {
  /** What is being typed; a listing that comes late does not take it away. */
  const [typed, setTyped] = useState<string | null>(null)
  const directory = listing?.directory ?? ''
  const parent = listing?.parent ?? null
  const before = useRef('')
  useEffect(() => {
    // Only the very first listing may come while somebody types.
    if (before.current !== '') setTyped(null)
    before.current = directory
  }, [directory])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    const path = event.currentTarget.value.trim()
    if (openFile !== null && /\.json$/i.test(path)) openFile(path)
    else void go(path).then((shown) => shown && setTyped(null))
  }
  return (
    <div className="file-path">
      <IconButton
        label="To the folder above"
        framed
        disabled={parent === null}
        onClick={() => {
          if (parent !== null) void go(parent)
        }}
      >
        <ArrowUp />
      </IconButton>
      <input
        className="input input-data"
        aria-label="Folder"
        value={typed ?? directory}
        spellCheck={false}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

interface EntryListProps {
  readonly listing: Listing | null
  readonly problem: string | null
  readonly purpose: FileRequest['purpose']
  readonly chosen: Entry | null
  pick(entry: Entry): void
  open(entry: Entry): void
}

function EntryList({ listing, problem, purpose, chosen, pick, open }: EntryListProps) {
  if (problem !== null) return <Empty title="This folder cannot be shown">{problem}</Empty>
  if (listing === null) return <Empty title="Reading the folder" />
  const wanted = listing.entries.filter(
    (entry) => entry.type === 'directory' || (purpose !== 'folder' && entry.type === 'topology'),
  )
  if (wanted.length === 0) {
    return (
      <Empty title={purpose === 'folder' ? 'No folders in here' : 'No topologies in here'}>
        {purpose === 'folder'
          ? 'The folder itself can be chosen.'
          : 'Files that end in .synod.json are listed.'}
      </Empty>
    )
  }
  return (
    <ul className="file-list" aria-label="Files">
      {wanted.map((entry) => (
        <li key={entry.path}>
          <button
            type="button"
            className="file-entry"
            aria-pressed={chosen?.path === entry.path}
            onClick={() => pick(entry)}
            onDoubleClick={() => open(entry)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              open(entry)
            }}
          >
            <EntryIcon entry={entry} />
            <span className="ellipsis">{entry.name}</span>
            {entry.repository ? (
              <span className="file-note">
                <GitBranch size={12} /> repository
              </span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  )
}

function EntryIcon({ entry }: { readonly entry: Entry }) {
  if (entry.type === 'directory') return <Folder size={14} aria-label="Folder" />
  return entry.type === 'topology' ? (
    <FileJson size={14} aria-label="Topology" />
  ) : (
    <File size={14} aria-label="File" />
  )
}
