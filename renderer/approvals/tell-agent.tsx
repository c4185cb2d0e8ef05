import { Send } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import type { ActorCell } from '../../shared/kernel/cells.ts'
import type { ActorPlan } from '../../shared/topology/plan.ts'
import { getHost } from '../connection/host.ts'
import type { Moment } from '../playback/node-card.ts'
import { usePlayback } from '../playback/playback.ts'
import { Button } from '../ui/button.tsx'

interface TellAgentProps {
  readonly moment: Moment
  readonly actor: ActorPlan
}

/** A line to an agent that works and can be told something; shown at the live end of a run alone. */
export function TellAgent({ moment, actor }: TellAgentProps) {
  const run = usePlayback((state) => (state.live ? state.run : null))
  const cell = moment.trace.cell(actor.index, moment.position) as ActorCell
  const said = (cell.local as { readonly said?: readonly unknown[] } | null)?.said?.length ?? 0
  const open = cell.effects.some((effect) => effect.ask.kind === 'human.steer')
  if (run === null || moment.over || (!open && said === 0)) return null
  return <TellForm run={run} node={actor.id} name={actor.name} said={said} open={open} />
}

interface TellFormProps {
  readonly run: string
  readonly node: string
  readonly name: string
  readonly said: number
  readonly open: boolean
}

function TellForm({ run, node, name, said, open }: TellFormProps) {
  const [message, setMessage] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (message.trim() === '') return
    getHost()
      .call('agent.tell', { run, node, message: message.trim() })
      .then(
        () => {
          setMessage('')
          setProblem(null)
        },
        (error: Error) => setProblem(error.message),
      )
  }
  return (
    <form className="tell-agent" onSubmit={send}>
      <label className="visually-hidden" htmlFor={id}>
        Tell {name}
      </label>
      <input
        id={id}
        className="input"
        value={message}
        disabled={!open}
        placeholder={`Tell ${name} something; it is heard before its next step`}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <Button submit icon={<Send />} disabled={!open || message.trim() === ''}>
        Tell
      </Button>
      <p role="status" className={problem === null ? 'tell-note' : 'field-error'}>
        {problem ??
          (said === 0 ? '' : `${said} ${said === 1 ? 'message waits' : 'messages wait'} for its next step`)}
      </p>
    </form>
  )
}
