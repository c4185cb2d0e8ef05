import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { COMMANDS } from './commands.ts'

const GROUPS = ['File', 'Edit', 'Draw', 'View', 'Run', 'Canvas'] as const

/** Every key, from the list that the keys themselves come from. */
export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="All keys" width="large" onClose={onClose}>
      <div className="shortcuts">
        {GROUPS.map((group) => {
          const commands = COMMANDS.filter((command) => command.group === group && command.keys !== undefined)
          if (commands.length === 0) return null
          return (
            <section key={group}>
              <h3>{group}</h3>
              <ul>
                {commands.map((command) => (
                  <li key={command.id}>
                    <span>{command.title}</span>
                    {command.keys?.map((keys) => (
                      <span key={keys}>
                        <span className="visually-hidden">{keys}</span>
                        <Keys keys={keys} />
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
