import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vite'

const ENTRIES = ['electron/main.ts', 'electron/runtime.ts']
const WORKERS = 'electron/workers'

function workers(): readonly string[] {
  if (!existsSync(WORKERS)) return []
  const names = readdirSync(WORKERS).filter((name) => /\.ts$/.test(name) && !/\.(test|deep)\.ts$/.test(name))
  return names.map((name) => join(WORKERS, name))
}

/**
 * The host as Electron loads it: each source becomes one module of JavaScript at the same place under
 * dist/app, so that what a module finds beside itself stays beside itself. Plain Node runs the sources and
 * needs none of this. Packages stay outside.
 */
export default defineConfig({
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    ssr: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: [...ENTRIES.filter((path) => existsSync(path)), ...workers()],
      external: [/^node:/, /^[^./]/],
      output: { format: 'es', preserveModules: true, preserveModulesRoot: '.', entryFileNames: '[name].js' },
    },
  },
})
