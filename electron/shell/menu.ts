/** A menu as data: only roles, which the system carries out, so that a menu can do nothing that the page can't. */
export interface MenuEntry {
  readonly label?: string
  readonly role?: MenuRole
  readonly type?: 'separator'
  readonly submenu?: readonly MenuEntry[]
}

export type MenuRole =
  | 'about'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'quit'
  | 'close'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'togglefullscreen'
  | 'toggleDevTools'
  | 'minimize'
  | 'zoom'
  | 'front'

const SEPARATOR: MenuEntry = { type: 'separator' }

/**
 * Undo, redo and select all are left to the page, where they mean the drawing; so is reload, which would lose what is
 * not saved. `development` adds the developer tools.
 */
export function menuTemplate(platform: string, development: boolean): readonly MenuEntry[] {
  const mac = platform === 'darwin'
  return [
    ...(mac ? [appMenu()] : []),
    { label: 'File', submenu: [{ role: mac ? 'close' : 'quit' }] },
    { label: 'Edit', submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }] },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        SEPARATOR,
        { role: 'togglefullscreen' },
        ...(development ? [SEPARATOR, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    {
      label: 'Window',
      submenu: [
        { role: 'minimize' },
        ...(mac
          ? [{ role: 'zoom' } as const, SEPARATOR, { role: 'front' } as const]
          : [{ role: 'close' } as const]),
      ],
    },
  ]
}

function appMenu(): MenuEntry {
  const roles = ['about', null, 'services', null, 'hide', 'hideOthers', 'unhide', null, 'quit'] as const
  return { label: 'Synod', submenu: roles.map((role) => (role === null ? SEPARATOR : { role })) }
}
