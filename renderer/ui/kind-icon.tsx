import {
  Bot,
  Boxes,
  CircleQuestionMark,
  Code,
  Database,
  GitBranch,
  Globe,
  Layers,
  LogIn,
  LogOut,
  type LucideIcon,
  Merge,
  Network,
  Scale,
  ShieldCheck,
  Split,
  Stamp,
  Terminal,
  Timer,
  Vote,
  Wrench,
} from 'lucide-react'

/** Icons by the names that node kinds give; a test asks for each kind's. */
const ICONS: ReadonlyMap<string, LucideIcon> = new Map([
  ['bot', Bot],
  ['boxes', Boxes],
  ['code', Code],
  ['database', Database],
  ['git-branch', GitBranch],
  ['globe', Globe],
  ['layers', Layers],
  ['log-in', LogIn],
  ['log-out', LogOut],
  ['merge', Merge],
  ['network', Network],
  ['scale', Scale],
  ['shield-check', ShieldCheck],
  ['split', Split],
  ['stamp', Stamp],
  ['terminal', Terminal],
  ['timer', Timer],
  ['vote', Vote],
  ['wrench', Wrench],
])

export function hasIcon(name: string): boolean {
  return ICONS.has(name)
}

export function KindIcon({ name, size = 13 }: { readonly name: string; readonly size?: number }) {
  const Icon = ICONS.get(name) ?? CircleQuestionMark
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />
}
