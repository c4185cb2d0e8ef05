// Loaded before a test file: the repository's own dependencies are not installed, so tape comes
// from here, where the repository has none. Nothing else of ours does, so that a test cannot lean
// on a package that happens to lie beside these tools.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context)
    } catch (cause) {
      if (specifier !== 'tape') throw cause
      return { url: import.meta.resolve('tape'), format: 'commonjs', shortCircuit: true }
    }
  },
})
