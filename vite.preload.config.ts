import { defineConfig } from 'vite'

/** A sandboxed preload can't import: it is one CommonJS file, beside main. */
export default defineConfig({
  build: {
    outDir: 'dist/app/electron',
    emptyOutDir: false,
    ssr: 'electron/preload.ts',
    target: 'node24',
    minify: false,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs' },
    },
  },
  ssr: { noExternal: true },
})
