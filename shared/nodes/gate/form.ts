import type { Form } from '../../topology/form.ts'
import type { Help } from '../../topology/kind.ts'

export const gateHelp: Help = {
  summary: 'Waits for people, who see exactly what will happen.',
  paragraphs: [
    'The question is durable: it survives a crash and waits as long as it may. An answer names the digest of all that was shown, and holds for nothing else.',
    'Approve lets the message go on. Reject sends it by the port "rejected". Send back sends it by the port "revise" with {{in.feedback}}, so that an edge back to a worker lets it try again. Edit changes fields of the message and approves: what runs next gets exactly what was edited, and approvals of what it was before lapse.',
    'Several people: give their number or their names, and how many must approve. Each decides once. The gate approves as soon as enough have; once that is out of reach it sends back if anybody wished so, else it rejects. A question can be handed on to somebody else.',
    'With a deadline, the gate decides by its default when the time is up, also when Synod was not running then; an answer that comes later is refused.',
    'The decision travels on with the message as {{in.approval}}, and those of several people as {{in.approvals}}, so that what runs next can prove that it was approved. Every decision stands in the audit trail, which is chained by hash.',
  ],
}

export const gateForm: Form = [
  {
    title: 'Question',
    fields: [
      { type: 'longtext', key: 'ask', label: 'Question' },
      {
        type: 'list',
        key: 'show',
        label: 'Evidence',
        item: 'path',
        hint: 'Parts of the message, such as report',
      },
    ],
  },
  {
    title: 'Who decides',
    fields: [
      { type: 'people', key: 'approvers', label: 'Approvers', max: 20, hint: 'Each decides once' },
      {
        type: 'number',
        key: 'needed',
        label: 'Approvals needed',
        min: 1,
        max: 20,
        hint: 'Empty: all of them',
      },
    ],
  },
  {
    title: 'Deadline',
    fields: [
      {
        type: 'number',
        key: 'deadline_ms',
        label: 'Decides by itself after',
        min: 1000,
        max: 1_728_000_000,
        unit: 'ms',
        hint: 'Empty: it waits as long as it must',
      },
      {
        type: 'choice',
        key: 'default',
        label: 'Its decision then',
        options: [
          { value: 'approve', label: 'Approve' },
          { value: 'reject', label: 'Reject' },
          { value: 'revise', label: 'Send back' },
        ],
      },
    ],
  },
]
