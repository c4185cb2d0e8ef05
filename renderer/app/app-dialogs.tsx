import { useDocument } from '../document/document.ts'
import { FileDialog } from '../files/file-dialog.tsx'
import { HelpDialog } from '../hazards/help-dialog.tsx'
import { foundLessons } from '../lessons/found-lessons.tsx'
import { useLessonList } from '../lessons/lesson-list.ts'
import { usePlayback } from '../playback/playback.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Finder, type Found } from '../ui/finder.tsx'
import { COMMANDS, canRun, runCommand } from './commands.ts'
import { useDialogs } from './dialogs.ts'
import { foundNodes } from './found-nodes.tsx'
import { foundParts } from './found-parts.tsx'
import { useLayout } from './layout.ts'
import { QuestionDialog } from './question-dialog.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'

export function AppDialogs() {
  const { commands, shortcuts, find, file, question } = useDialogs()
  return (
    <>
      {commands ? (
        <CommandDialog nodesOnly={false} onClose={() => useDialogs.setState({ commands: false })} />
      ) : null}
      {find ? <CommandDialog nodesOnly onClose={() => useDialogs.setState({ find: false })} /> : null}
      {shortcuts ? <ShortcutsDialog onClose={() => useDialogs.setState({ shortcuts: false })} /> : null}
      {file === null ? null : <FileDialog key={file.purpose} request={file} />}
      <HelpDialog />
      {question === null ? null : <QuestionDialog question={question} />}
    </>
  )
}

interface CommandDialogProps {
  readonly nodesOnly: boolean
  onClose(): void
}

/** Everything by name: nodes of the drawing, and commands that can be run now. */
function CommandDialog({ nodesOnly, onClose }: CommandDialogProps) {
  const drawn = useDocument((state) => (state.file === null ? null : state.document))
  const shown = useDocument((state) => state.shown)
  const pinned = usePlayback((state) => state.document)
  const run = useLayout((state) => state.mode === 'run')
  const lessons = useLessonList((state) => state.lessons)
  const document = run ? (pinned ?? drawn) : drawn
  const found = document === null ? [] : foundNodes(document, onClose)
  // A run has no inspector to open them in.
  const parts = run || drawn === null ? [] : foundParts(shown, onClose)
  const commands = COMMANDS.filter(
    (command) => canRun(command) && command.id !== 'commands' && command.id !== 'paste',
  )
  const runnable = commands.map(
    (command): Found => ({
      id: command.id,
      label: command.title,
      words: command.group,
      ...(command.keys?.[0] === undefined ? { aside: command.group } : { keys: command.keys[0] }),
      run: () => {
        onClose()
        // The dialog must be gone first: it gives the focus back, and a command may move it on.
        requestAnimationFrame(() => runCommand(command))
      },
    }),
  )
  const title = nodesOnly ? 'Find a node' : 'Search or run a command'
  return (
    <Dialog title={title} bare onClose={onClose}>
      <Finder
        label={title}
        placeholder={nodesOnly ? 'Name, kind or id of a node' : 'A node, a command or a lesson'}
        groups={[
          ...(nodesOnly ? [] : [{ title: 'Commands', found: runnable }]),
          { title: 'Nodes', found },
          { title: 'Groups and limits', found: parts },
          ...(nodesOnly ? [] : [{ title: 'Lessons', found: foundLessons(lessons, onClose) }]),
        ]}
      />
    </Dialog>
  )
}
