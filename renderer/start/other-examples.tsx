import './other-examples.css'
import { kinds } from '../../shared/nodes/index.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useHostInfo } from '../app/host-info.ts'
import { openPath } from '../files/files.ts'
import { Thumbnail } from './thumbnail.tsx'
import { useDrawing } from './use-drawing.ts'

/** Small teams, each for one thing that Synod does. */
export function OtherExamples() {
  const paths = useHostInfo()?.examples ?? []
  if (paths.length === 0) return null
  return (
    <section aria-labelledby="other-examples">
      <h2 id="other-examples" className="start-title">
        More examples
      </h2>
      <ul className="other-examples">
        {paths.map((path) => (
          <OtherExample key={path} path={path} />
        ))}
      </ul>
    </section>
  )
}

function OtherExample({ path }: { readonly path: string }) {
  const { document } = useDrawing(path)
  if (document === null) return null
  return (
    <li>
      <button type="button" className="other-example" title={path} onClick={() => void openPath(path)}>
        <span className="other-example-picture">
          <Thumbnail document={document} />
        </span>
        <strong>{document.name}</strong>
        <span className="other-example-shows">{showsText(document)}</span>
      </button>
    </li>
  )
}

/** What every drawing has tells nothing of it. */
const USUAL: ReadonlySet<string> = new Set(['input', 'output', 'agent', 'command'])

/** "Map, Topology": the kinds that it is there to show, or else the policies. */
function showsText({ nodes, groups = [], controllers = [] }: TopologyDocument): string {
  const special = new Set(nodes.map(({ kind }) => kind).filter((kind) => !USUAL.has(kind)))
  const words = [...special].map((kind) => kinds.get(kind)?.look.label ?? kind)
  if (groups.length > 0) words.push(groups.some(({ saga }) => saga !== undefined) ? 'Saga' : 'Group')
  if (controllers.length > 0) words.push('Limits')
  return words.length > 0 ? words.join(', ') : 'Policies'
}
