import { Plus, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { compileProperties } from '../../shared/explore/properties/compile.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Property } from '../../shared/topology/properties.ts'
import { perform, useDocument } from '../document/document.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { PropertyForm } from './property-form.tsx'

/** What the person wants to hold of this team besides what must hold of every one; kept in the file. */
export function OwnProperties() {
  const document = useDocument((state) => state.document)
  const [adding, add] = useState(false)
  const properties = document.properties ?? []
  const titles = useMemo(() => titlesOf(document), [document])
  return (
    <Section title="Yours" aside={properties.length === 0 ? undefined : properties.length}>
      {properties.length === 0 && !adding ? (
        <p className="coverage-text">
          What must hold of this team in particular: say it in a pattern, and click what it speaks of.
        </p>
      ) : null}
      <ul>
        {properties.map((property, index) => (
          <li key={JSON.stringify(property)} className="own-property">
            <span>
              {titles[index]?.title}
              {titles[index]?.problem === null ? null : (
                <span className="own-property-problem">{titles[index]?.problem}</span>
              )}
            </span>
            <IconButton label="Take this property out" onClick={() => remove(property)}>
              <Trash2 />
            </IconButton>
          </li>
        ))}
      </ul>
      {adding ? (
        <PropertyForm
          onClose={() => add(false)}
          onAdd={(property) => {
            insert(property)
            add(false)
          }}
        />
      ) : (
        <Button icon={<Plus />} onClick={() => add(true)}>
          Add a property
        </Button>
      )}
    </Section>
  )
}

interface Said {
  readonly title: string
  /** What is wrong with one that names nothing any more. */
  readonly problem: string | null
}

/** Each in a few words. */
function titlesOf(document: TopologyDocument): readonly Said[] {
  const plan = compile(document, kinds)
  return (document.properties ?? []).map((property) => {
    const title = asWritten(property)
    if (!plan.ok) return { title, problem: null }
    const compiled = compileProperties({ ...document, properties: [property] }, plan.value)
    if (compiled.ok) return { title: compiled.value[0]?.title ?? title, problem: null }
    return { title, problem: compiled.problems[0]?.message ?? null }
  })
}

/** As the file has it, with its ids: `never deploy.started before gate.approved`. */
function asWritten(property: Property): string {
  const words = Object.entries(property).map(([key, value]) => `${key.replaceAll('_', ' ')} ${value}`)
  return words.join(' ')
}

function insert(property: Property): void {
  perform({
    label: 'Add a property',
    change: (_shown, whole) => {
      whole.properties = [...(whole.properties ?? []), property]
    },
  })
}

function remove(property: Property): void {
  const text = JSON.stringify(property)
  perform({
    label: 'Take a property out',
    change: (_shown, whole) => {
      const left = (whole.properties ?? []).filter((one) => JSON.stringify(one) !== text)
      if (left.length === 0) delete whole.properties
      else whole.properties = left
    },
  })
}
