import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Synod's own root: the nearest folder above this file that holds package.json, in the sources and in a build. */
export function projectRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder)
    if (above === folder) throw new Error('Synod cannot find its own folder')
    folder = above
  }
  return folder
}

export function examplesFolder(): string {
  return join(projectRoot(), 'examples')
}

/** The document that opens first. */
export function examplePath(): string {
  return join(examplesFolder(), 'ship-a-fix', 'ship-a-fix.synod.json')
}

/** The documents of all other examples, folder by folder. */
export function otherExamples(): readonly string[] {
  return readdirSync(examplesFolder(), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.synod.json'))
    .sort()
    .map((name) => join(examplesFolder(), name))
    .filter((path) => path !== examplePath())
}

export function lessonsFolder(): string {
  return join(projectRoot(), 'lessons')
}

export function isExample(path: string): boolean {
  return resolve(path).startsWith(examplesFolder())
}

/** Examples and lessons are Synod's own; a person's change of one goes under another name. */
export function isOurs(path: string): boolean {
  return isExample(path) || resolve(path).startsWith(lessonsFolder())
}
