import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,scripts,examples,bench}/**/*.test.{ts,tsx}'],
    environment: 'node',
    passWithNoTests: true,
    // Property tests print their seed when they fail; nothing else needs the console.
    silent: 'passed-only',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
})
