import { useMemo } from 'react'
import { formatDocument } from '../../shared/topology/parse.ts'
import { useDocument } from '../document/document.ts'
import { usePlayback } from '../playback/playback.ts'

/** How the run's own drawing stands to the one in the editor. */
export type DrawingVersion = 'none' | 'same' | 'other-version' | 'other-file'

export function useDrawingVersion(): DrawingVersion {
  const pinned = usePlayback((state) => state.document)
  const path = usePlayback((state) => state.summary?.path ?? null)
  const document = useDocument((state) => state.document)
  const file = useDocument((state) => state.file)
  return useMemo(() => {
    if (pinned === null || file === null) return 'none'
    if (path !== null && file.path !== null && path !== file.path) return 'other-file'
    // Compared as drawings: how the file was laid out is no difference.
    return formatDocument(pinned) === formatDocument(document) ? 'same' : 'other-version'
  }, [pinned, path, document, file])
}
