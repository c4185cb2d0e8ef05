import { defineConfig } from 'vitest/config'

/** Long matrices, named *.deep.ts, run by `npm run test:deep`. */
export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,scripts,examples,bench}/**/*.deep.ts'],
    passWithNoTests: true,
    silent: 'passed-only',
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
})
