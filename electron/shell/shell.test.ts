import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../host/places.ts'
import { SOCKET_PATH } from '../web/admission.ts'
import { CONTENT_POLICY } from '../web/policy.ts'
import { afterWindowCrash, runtimePause } from './after-crash.ts'
import { PORT_MESSAGE } from './channels.ts'
import { type MenuEntry, menuTemplate } from './menu.ts'
import {
  homeArgument,
  targetOfCommandLine,
  targetOfLink,
  targetOfPath,
  windowAddress,
} from './open-target.ts'
import { externalAddress, isOwnPage, isTrustedSender } from './url-policy.ts'
import { type Area, restoreWindow, SMALLEST } from './window-state.ts'

describe('addresses', () => {
  it.each([
    ['app://synod/', true],
    ['app://synod/index.html?open=%2Fa#b', true],
    ['app://synod.evil/', false],
    ['app://evil/', false],
    ['https://synod/', false],
    ['file:///etc/passwd', false],
    ['app:synod', false],
    ['', false],
  ])('of our own page: %s is %s', (url, own) => {
    expect(isOwnPage(url)).toBe(own)
  })

  it.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['http://example.com/', null],
    ['https://you@example.com/', null],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['synod://open?path=/a', null],
    ['ms-msdt:/id', null],
    ['not an address', null],
  ])('that may be offered to the browser: %s', (url, address) => {
    expect(externalAddress(url)).toBe(address)
  })

  it('only the top frame of our own page is heard', () => {
    expect(isTrustedSender({ url: 'app://synod/', parent: null })).toBe(true)
    expect(isTrustedSender({ url: 'app://synod/', parent: {} })).toBe(false)
    expect(isTrustedSender({ url: 'https://example.com/', parent: null })).toBe(false)
    expect(isTrustedSender(null)).toBe(false)
  })
})

describe('what the app is asked to open', () => {
  it.each([
    [['/usr/bin/synod', 'a.synod.json'], '/cwd/a.synod.json'],
    [['--flag', '/x/a.synod.json'], '/x/a.synod.json'],
    [['synod://open?path=%2Fx%2Fa.synod.json'], '/x/a.synod.json'],
    [['synod://open/?path=/x/a.synod.json'], '/x/a.synod.json'],
    [['.'], null],
    [['a.json'], null],
    [['--open=a.synod.json'], null],
    [[], null],
  ])('command line %j', (args, path) => {
    expect(targetOfCommandLine(args, '/cwd')?.path ?? null).toBe(path)
  })

  it.each([
    'synod://run?path=/x/a.synod.json',
    'synod://open?path=/x/a.synod.json&run=1',
    'synod://open?path=/x/a.synod.json&path=/y/b.synod.json',
    'synod://open?path=a.synod.json',
    'synod://open?path=//server/share/a.synod.json',
    'synod://open?path=%5C%5Cserver%5Cshare%5Ca.synod.json',
    'synod://open?path=/etc/passwd',
    'synod://open/deeper?path=/x/a.synod.json',
    'synod://open?path=/x/a%00.synod.json',
    'https://open?path=/x/a.synod.json',
    'synod:',
  ])('a link can name one whole path and nothing else: %s', (link) => {
    expect(targetOfLink(link)).toBe(null)
  })

  it('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        targetOfCommandLine([text, `synod:${text}`, `synod://open?path=${text}`], '/')
        targetOfPath(`${text}.synod.json`, '/')
        externalAddress(text)
      }),
    )
  })

  it('is shown read-only', () => {
    expect(windowAddress(null)).toBe('app://synod/')
    const url = new URL(windowAddress({ path: '/a b/&c.synod.json' }))
    expect([url.searchParams.get('open'), url.searchParams.get('readonly')]).toEqual([
      '/a b/&c.synod.json',
      '1',
    ])
    expect(isOwnPage(url.href)).toBe(true)
  })

  it('may name a home', () => {
    expect(homeArgument(['a', '--home', '/h'])).toBe('/h')
    expect(homeArgument(['--home=/h'])).toBe('/h')
    expect(homeArgument(['--homely', '/h'])).toBe(undefined)
  })
})

describe('the place of a window', () => {
  const display: Area = { x: 0, y: 0, width: 1920, height: 1040 }
  const saved = { x: 100, y: 80, width: 1200, height: 800, maximized: true }

  it('is where it was', () => {
    expect(restoreWindow(saved, [display])).toEqual({
      at: { x: 100, y: 80 },
      width: 1200,
      height: 800,
      maximized: true,
    })
  })

  it('is in the middle when its display has gone, or nothing sound was kept', () => {
    expect(restoreWindow({ ...saved, x: 3000 }, [display])).not.toHaveProperty('at')
    expect(restoreWindow({ ...saved, y: -500 }, [display])).not.toHaveProperty('at')
    for (const nonsense of [null, 7, { x: 'a' }, { ...saved, width: -1 }]) {
      expect(restoreWindow(nonsense, [display])).toEqual({ width: 1440, height: 900, maximized: false })
    }
  })

  it('can always be taken hold of', () => {
    const number = fc.integer({ min: -5000, max: 5000 })
    const state = fc.record({
      x: number,
      y: number,
      width: fc.integer({ min: 1, max: 9000 }),
      height: fc.integer({ min: 1, max: 9000 }),
      maximized: fc.boolean(),
    })
    fc.assert(
      fc.property(state, (one) => {
        const place = restoreWindow(one, [display])
        expect(place.width).toBeGreaterThanOrEqual(SMALLEST.width)
        expect(place.width).toBeLessThanOrEqual(display.width)
        expect(place.height).toBeLessThanOrEqual(display.height)
        if (place.at === undefined) return
        expect(place.at.y).toBeGreaterThanOrEqual(0)
        expect(place.at.x + place.width).toBeGreaterThan(display.x)
        expect(place.at.x).toBeLessThan(display.x + display.width)
      }),
    )
  })
})

describe('after a crash', () => {
  it('the runtime is started again, ever later, and in the end the person is told', () => {
    const now = 1_000_000
    const deaths: number[] = []
    const pauses: (number | null)[] = []
    for (let death = 0; death < 8; death += 1) {
      deaths.push(now + death)
      pauses.push(runtimePause(deaths, now + death))
    }
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 8000, null, null])
    expect(runtimePause([1, 2, 3, 4, 5, 6, 7, now], now)).toBe(250)
  })

  it('a window is loaded again once, then the person is asked', () => {
    expect([afterWindowCrash([10], 10), afterWindowCrash([10, 20], 20)]).toEqual(['reload', 'ask'])
    expect(afterWindowCrash([10, 100_000], 100_000)).toBe('reload')
  })
})

describe('the menu', () => {
  const roles = (entries: readonly MenuEntry[]): readonly string[] =>
    entries.flatMap((entry) => [
      ...(entry.role === undefined ? [] : [entry.role]),
      ...roles(entry.submenu ?? []),
    ])

  it('does nothing that would lose or bypass the drawing', () => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      const all = roles(menuTemplate(platform, true))
      expect(all).toContain('quit')
      for (const role of ['reload', 'forceReload', 'undo', 'redo', 'selectAll'])
        expect(all).not.toContain(role)
      expect(roles(menuTemplate(platform, false))).not.toContain('toggleDevTools')
    }
  })
})

describe('the page', () => {
  const source = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8')

  it('listens where the shells speak', () => {
    const ports = source('renderer/connection/ports.ts')
    expect(ports).toContain(`PORT_MESSAGE = '${PORT_MESSAGE}'`)
    expect(ports).toContain(`SOCKET_PATH = '${SOCKET_PATH}'`)
  })

  it('has a policy with nothing inline and nobody else', () => {
    expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|https?:/)
    expect(CONTENT_POLICY).toMatch(/^default-src 'none';/)
  })
})
